// The study a page is about, given by the shell to everything inside it.

import { getContext, setContext } from 'svelte'
import * as api from '../core/api'
import type { Params } from '../core/router'
import { Resource } from './resource.svelte'

export class StudyContext {
  readonly #params: () => Params
  readonly study: Resource<import('../core/api-types').Study>
  readonly sites: Resource<import('../core/api-types').SiteList>

  constructor(params: () => Params) {
    this.#params = params
    this.study = new Resource(() => api.oneStudy(this.slug))
    this.sites = new Resource(() => api.sites(this.slug))
  }

  get slug(): string {
    return this.#params()['study'] ?? ''
  }

  get letters(): string[] {
    return this.sites.data?.items.map((s) => s.letter) ?? []
  }

  /** The address of a page of this study. */
  path(rest = ''): string {
    return `/s/${encodeURIComponent(this.slug)}${rest}`
  }

  site(letter: string): string {
    return this.path(`/sites/${encodeURIComponent(letter)}`)
  }

  claim(code: string): string {
    return this.path(`/claims/${encodeURIComponent(code)}`)
  }

  may(action: string): boolean {
    return this.study.data?.may.includes(action) ?? false
  }
}

const key = Symbol('study')
export const giveStudy = (study: StudyContext): StudyContext => setContext(key, study)
export const useStudy = (): StudyContext => getContext<StudyContext>(key)
