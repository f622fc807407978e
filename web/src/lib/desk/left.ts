// What a tab that is gone had not sent yet: sent by the next desk before it shows anything.

import * as api from '../../core/api'
import { sendLeft, waitingTabs } from '../../core/desk/waiting'
import { isGone } from './tab'

/** Sends what tabs of this browser left, and returns what could not be kept, in words. */
export async function sendWhatIsLeft(slug: string, own: string): Promise<string[]> {
  const problems: string[] = []
  for (const tab of waitingTabs(localStorage, slug)) {
    if (tab !== own && !(await isGone(tab))) continue
    problems.push(...(await sendLeft(
      localStorage, slug, tab,
      (method, path, body) => api.send(api.studyPath(slug, path), method === 'DELETE' ? undefined : body, method),
      (reason) => (reason instanceof api.ApiError && reason.status !== 0 && reason.status < 502 ? reason.message : null),
    )))
  }
  return problems
}
