// What a file is to become, and what the server says it would.

import type { components } from '../schema'

type S = components['schemas']
export type ImportResult = S['ImportResult']
export type InterviewPreview = S['InterviewPreview']
export type TurnPreview = S['TurnPreview']
export type CaseMapping = S['CaseMapping']
export type LossReport = S['LossReport']
export type LossLine = S['LossLine']
export type Transfer = S['Transfer']
export type Imported = S['UploadImported']
/** Everything a person may say of an uploaded file. */
type Said = Omit<S['UploadImport'], '$schema' | 'dry_run'>
export type ImportAs = { [K in keyof Said]?: Said[K] | undefined }

/** Without fields left empty: those are the server's to fill. */
export const said = (as: ImportAs): ImportAs =>
  Object.fromEntries(Object.entries(as).filter(([, v]) => v !== undefined && v !== '' && v !== false && !(Array.isArray(v) && v.length === 0) && !(typeof v === 'object' && Object.keys(v).length === 0)))
