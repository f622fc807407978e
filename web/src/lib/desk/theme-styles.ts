// A class for the colour of each theme. Inline styles are refused by the page's policy, so the rules stand in a
// style sheet that is made while the page runs.

import type { DeskTheme } from '../../core/desk-types'
import type { Scope } from '../../core/scope'

const hues = 8 // the page's own colours for themes without one, --p1 to --p8

export class ThemeStyles {
  readonly #sheet = new CSSStyleSheet()

  constructor(scope: Scope) {
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, this.#sheet]
    scope.own(() => (document.adoptedStyleSheets = document.adoptedStyleSheets.filter((s) => s !== this.#sheet)))
  }

  write(themes: readonly DeskTheme[]): void {
    this.#sheet.replaceSync(themes.map((t, i) => `.${themeClass(i)} { --tc: ${colour(t, i)}; }`).join('\n'))
  }
}

export const themeClass = (index: number): string => `tc${index}`

function colour(t: DeskTheme, i: number): string {
  return t.colour && CSS.supports('color', t.colour) && /^[#\w(), .%-]+$/.test(t.colour) ? t.colour : `var(--p${(i % hues) + 1})`
}
