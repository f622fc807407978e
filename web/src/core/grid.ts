// Where the arrow keys lead in a grid (WAI-ARIA grid pattern).

export interface Cursor {
  row: number
  column: number
}

export interface GridShape {
  rows: number
  columns: number
  /** Rows that PageUp and PageDown pass over. */
  page: number
}

/** The cursor after a key, or null where the key means nothing to a grid. */
export function moveCursor(at: Cursor, key: string, ctrl: boolean, shape: GridShape): Cursor | null {
  const last = { row: Math.max(0, shape.rows - 1), column: Math.max(0, shape.columns - 1) }
  const to = (row: number, column: number): Cursor => ({
    row: Math.min(Math.max(0, row), last.row),
    column: Math.min(Math.max(0, column), last.column),
  })
  switch (key) {
    case 'ArrowUp': return ctrl ? to(0, at.column) : to(at.row - 1, at.column)
    case 'ArrowDown': return ctrl ? to(last.row, at.column) : to(at.row + 1, at.column)
    case 'ArrowLeft': return ctrl ? to(at.row, 0) : to(at.row, at.column - 1)
    case 'ArrowRight': return ctrl ? to(at.row, last.column) : to(at.row, at.column + 1)
    case 'Home': return ctrl ? to(0, 0) : to(at.row, 0)
    case 'End': return ctrl ? to(last.row, last.column) : to(at.row, last.column)
    case 'PageUp': return to(at.row - shape.page, at.column)
    case 'PageDown': return to(at.row + shape.page, at.column)
    default: return null
  }
}
