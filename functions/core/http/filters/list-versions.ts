// Versions of word lists in requests and responses. An ETag is a list's version. If-Match says
// which version a change is based on, so administrators never overwrite each other's changes.

import { refuse, type Refusal } from '../../../protocol/reasons.ts';
import type { ListWritten, WordList } from '../../ports.ts';
import type { AdminCall } from './admin-call.ts';
import type { ApiRequest } from '../api-request.ts';

/** `new`: there must be no such list. `any`: there must be one. Undefined: no condition. */
type ExpectedVersion = number | 'new' | 'any' | undefined;

export type ParsedVersion = { readonly ok: true; readonly version: ExpectedVersion } | Refusal;

const maxAttempts = 5;

/** Reads If-Match and If-None-Match. */
export function parseExpectedVersion({ ifMatch, ifNoneMatch }: ApiRequest): ParsedVersion {
  if (ifMatch === undefined) {
    if (ifNoneMatch === undefined) return { ok: true, version: undefined };
    return ifNoneMatch.trim() === '*' ? { ok: true, version: 'new' } : unreadableVersion;
  }
  if (ifMatch.trim() === '*') return { ok: true, version: 'any' };
  // Proxies that compress a response make its ETag a weak one.
  const version = /^\s*(?:W\/)?"(\d{1,9})"\s*$/.exec(ifMatch)?.[1];
  return version === undefined ? unreadableVersion : { ok: true, version: Number(version) };
}

const unreadableVersion = refuse(
  'invalid_payload',
  'If-Match must be one version in quotes, such as "7": the ETag of the list.',
);

export const toETag = (version: number): string => `"${version}"`;

/**
 * Changes a list's current version. Tries again if somebody else changed it first, unless the
 * caller named a version.
 */
export async function changeCurrentVersion<Result extends { readonly ok: true }>(
  { context, request, name }: AdminCall,
  change: (list: WordList) => Promise<Result | Refusal>,
): Promise<Result | Refusal> {
  const expected = parseExpectedVersion(request);
  if (!expected.ok) return expected;
  const isPinned = typeof expected.version === 'number';

  for (let attempt = 1; ; attempt += 1) {
    const list = await context.lists.get(name);
    if (list === undefined) return unknownList(name);
    if (isPinned && list.version !== expected.version) return versionConflict(list.version);

    const result = await change(list);
    const isOvertaken = !result.ok && result.reason === 'version_conflict';
    if (!isOvertaken || isPinned || attempt === maxAttempts) return result;
  }
}

/** Returns the response to a change, with what `getExtra` adds to its body. */
export function toChangeResult<Extra extends object>(
  name: string,
  written: ListWritten,
  getExtra: () => Extra,
) {
  if (!written.ok) return versionConflict(written.current);
  const { version, entries, added, removed } = written.change;
  return {
    ok: true,
    status: 200,
    body: { name, version, entries, added, removed, ...getExtra() },
    headers: { etag: toETag(version) },
  } as const;
}

export const noExtra = () => ({});

/** Undefined: there is no such list. */
export const versionConflict = (current: number | undefined): Refusal =>
  current === undefined
    ? refuse(
        'version_conflict',
        'There is no such list, or it was deleted. To create it, send If-None-Match: *.',
      )
    : { ...refuse('version_conflict'), version: current };

export const unknownList = (name: string): Refusal =>
  refuse('not_found', `There is no word list "${name}". GET /api/filters lists them.`);

export const unknownVersion = (name: string, version: number): Refusal =>
  refuse('not_found', `There is no version ${version} of "${name}". See its history.`);
