// A class for the colour of each theme. Inline styles are refused by the page's policy, so the rules stand in a
// style sheet that is made while the page runs.

import { coloursOf } from '../../core/colour'
import type { DeskTheme } from '../../core/desk-types'
import type { Scope } from '../../core/scope'

export class ThemeStyles {
  readonly #sheet = new CSSStyleSheet()

  constructor(scope: Scope) {
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, this.#sheet]
    scope.own(() => (document.adoptedStyleSheets = document.adoptedStyleSheets.filter((s) => s !== this.#sheet)))
  }

  write(themes: readonly DeskTheme[]): void {
    const colours = coloursOf(themes)
    this.#sheet.replaceSync(themes.map((t, i) => `.${themeClass(i)} { --tc: ${colours.get(t.id)}; }`).join('\n'))
  }
}

export const themeClass = (index: number): string => `tc${index}`
