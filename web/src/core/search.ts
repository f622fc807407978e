// Finding by a few letters: whole words first, then beginnings of words, then anywhere.

export function rankMatches<T>(items: readonly T[], text: string, label: (item: T) => string): T[] {
  const wanted = text.toLowerCase().split(/\s+/).filter(Boolean)
  if (!wanted.length) return [...items]
  const scored: { item: T; score: number; i: number }[] = []
  for (const [i, item] of items.entries()) {
    const hay = label(item).toLowerCase()
    let score = 0
    for (const w of wanted) {
      const one = scoreOf(hay, w)
      if (!one) {
        score = 0
        break
      }
      score += one
    }
    if (score) scored.push({ item, score, i })
  }
  return scored.sort((a, b) => b.score - a.score || a.i - b.i).map((s) => s.item)
}

function scoreOf(hay: string, word: string): number {
  const at = hay.indexOf(word)
  if (at < 0) return 0
  const parts = hay.split(/[^\p{L}\p{N}]+/u)
  if (parts.includes(word)) return 4
  if (parts.some((p) => p.startsWith(word))) return 3
  return at === 0 ? 2 : 1
}
