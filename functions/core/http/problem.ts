// Refusals as RFC 9457 problem documents, with the socket's `reason` and `message`.

import type { ProblemDocument } from '../../protocol/http-schemas.ts';
import { reasons, type Reason, type Refusal } from '../../protocol/reasons.ts';
import type { ApiResponse } from './api-request.ts';

/** Returns a refusal as a response, with `retry-after` and the list's ETag where they apply. */
export function createProblem({
  reason,
  message,
  retryAfter,
  version,
  filter,
}: Refusal): ApiResponse {
  const { status, message: defaultMessage } = reasons[reason];
  const detail = message ?? defaultMessage;
  const body: ProblemDocument = {
    type: 'about:blank',
    title: toTitle(reason),
    status,
    detail,
    reason,
    message: detail,
    ...(retryAfter === undefined ? {} : { retry_after: retryAfter }),
    ...(version === undefined ? {} : { version }),
    ...filter,
  };
  return {
    status,
    isProblem: true,
    body,
    headers: {
      'cache-control': 'no-store',
      ...(status === 401 ? { 'www-authenticate': 'Bearer' } : {}),
      ...(retryAfter === undefined ? {} : { 'retry-after': String(Math.ceil(retryAfter)) }),
      ...(version === undefined ? {} : { etag: `"${version}"` }),
    },
  };
}

function toTitle(reason: Reason): string {
  const words = reason.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
