// An hour of sound, made when it is needed: clips of speech where there are some, else tones that come and go.

import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

const clips = resolve(import.meta.dirname, '../../shared/data/audio/librispeech')

/** Writes an .mp3 of so many seconds, small enough to be sent by a test, and returns its path. */
export function makeSound(directory: string, name: string, seconds: number): string {
  const path = join(directory, name)
  const speech = existsSync(clips) ? readdirSync(clips).filter((f) => f.endsWith('.mp3')).sort().map((f) => join(clips, f)) : []
  const from = speech.length
    ? ['-f', 'concat', '-safe', '0', '-i', list(directory, speech, seconds)]
    : ['-f', 'lavfi', '-i', "aevalsrc='0.4*sin(2*PI*(180+40*sin(t/3))*t)*pow(sin(PI*mod(t\\,5)/5)\\,2)':s=16000"]
  execFileSync('ffmpeg', ['-v', 'error', '-nostdin', '-y', ...from, '-af', 'asetpts=N/SR/TB', '-t', String(seconds), '-ac', '1', '-ar', '16000', '-b:a', '24k', path], { timeout: 120_000 })
  return path
}

/** Writes a picture that counts with a tone under it: .webm or .mp4. */
export function makeVideo(directory: string, name: string, seconds: number): string {
  const path = join(directory, name)
  const how = name.endsWith('.webm') ? ['-c:v', 'libvpx', '-deadline', 'realtime', '-c:a', 'libopus'] : ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-c:a', 'aac']
  execFileSync('ffmpeg', ['-v', 'error', '-nostdin', '-y', '-f', 'lavfi', '-i', `testsrc=duration=${seconds}:size=320x180:rate=10`, '-f', 'lavfi', '-i', `sine=frequency=220:duration=${seconds}`, ...how, '-shortest', path], { timeout: 120_000 })
  return path
}

/** Writes sound in a form that no Chromium plays (Apple's lossless one), and that ffmpeg reads. */
export function makeUnplayable(directory: string, name: string, seconds: number): string {
  const path = join(directory, name)
  execFileSync('ffmpeg', ['-v', 'error', '-nostdin', '-y', '-f', 'lavfi', '-i', `sine=frequency=220:duration=${seconds}`, '-c:a', 'alac', path], { timeout: 120_000 })
  return path
}

/** The clips over and over: ffmpeg does not loop a list of files. Each is longer than a second. */
function list(directory: string, files: readonly string[], seconds: number): string {
  const path = join(directory, 'clips.txt')
  writeFileSync(path, Array.from({ length: seconds }, (_, i) => `file '${files[i % files.length]}'\n`).join(''))
  return path
}
