// A token as it is told and as it is made, with what servers of different ages know of it. Pure.

import type { Schema } from '../../api/client';
import { listOf } from './source';

/** `origins` is told by servers that let a token be used by pages of other addresses. */
export type Token = Schema<'Token'> & { origins?: string[] };

export interface TokenFields {
  name: string;
  role: string;
  dialect: string;
  teams: string[];
  user: string;
  scope: string;
  readOnly: boolean;
  origins: string;
}

export const NEW: TokenFields = {
  name: '', role: 'user', dialect: '', teams: [], user: '', scope: '', readOnly: false, origins: '',
};

/** What is said to the server: only what the role and the dialect have. */
export function said(fields: TokenFields): Schema<'EnterToken'> {
  const { role, dialect } = fields;
  const origins = listOf(fields.origins);
  // What stands in a page of another site reads only, whatever else it may.
  const scope = role === 'source' ? fields.scope || null : fields.readOnly || origins.length > 0 ? 'read' : null;
  return {
    name: fields.name.trim(),
    role,
    ...(dialect && { dialect }),
    ...(role === 'supervisor' && { teams: fields.teams }),
    ...(role === 'user' && { user: fields.user || null }),
    ...(scope && { scope }),
    ...(origins.length > 0 && { origins }),
  };
}
