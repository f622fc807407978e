/** The encodings that are met, by the name they are given to the server with. */
export const encodings: readonly (readonly [key: string, name: string])[] = [
  ['utf-8', 'UTF-8'], ['utf-16le', 'UTF-16 LE'], ['utf-16be', 'UTF-16 BE'], ['windows-1252', 'Windows 1252 (West)'], ['iso-8859-15', 'ISO 8859-15 (West)'], ['macintosh', 'Mac Roman'],
  ['windows-1250', 'Windows 1250 (Centre)'], ['windows-1251', 'Windows 1251 (Cyrillic)'], ['koi8-r', 'KOI8-R (Cyrillic)'], ['windows-1253', 'Windows 1253 (Greek)'], ['windows-1254', 'Windows 1254 (Turkish)'],
  ['windows-1255', 'Windows 1255 (Hebrew)'], ['windows-1256', 'Windows 1256 (Arabic)'], ['shift_jis', 'Shift JIS (Japanese)'], ['euc-jp', 'EUC-JP (Japanese)'], ['gb18030', 'GB 18030 (Chinese)'],
  ['big5', 'Big5 (Chinese)'], ['euc-kr', 'EUC-KR (Korean)'],
]
