// CloudFront functions: they rewrite paths and add the viewer's address. They run in CloudFront's
// own JavaScript, without modules or Node, so they are texts.

import { readdirSync, readFileSync } from 'node:fs';
import { cacheControl, pageHeaders } from '../../page-headers.ts';

/**
 * The viewer's address, for the functions, which only see CloudFront's. Replaces what a client
 * sends under this name.
 */
const viewerAddressHeader = 'x-viewer-address';
/** Proves that a request came through CloudFront, so its viewer's address is true. */
export const originKeyHeader = 'x-origin-key';

const addViewerAddress = `request.headers['${viewerAddressHeader}'] = { value: event.viewer.ip };`;

/** For the HTTP API. */
export const apiPath = `
function handler(event) {
  var request = event.request;
  ${addViewerAddress}
  return request;
}
`.trim();

/**
 * For the WebSocket API. It accepts no path after the stage, so Phoenix's `/socket/websocket`
 * becomes the stage's own path.
 */
export const socketPath = `
function handler(event) {
  var request = event.request;
  ${addViewerAddress}
  if (request.uri === '/socket/websocket') request.uri = '/websocket';
  return request;
}
`.trim();

/** Escapes other characters, which survive every encoding of the code then. */
const toAscii = (json: string): string =>
  json.replace(/[^\x00-\x7F]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

const publicFolder = new URL('../../../web/page/public/', import.meta.url);

const notFoundHeaders = {
  ...pageHeaders,
  'content-type': 'text/html; charset=utf-8',
  'cache-control': cacheControl.page,
};
const notFound = {
  statusCode: 404,
  statusDescription: 'Not Found',
  headers: Object.fromEntries(
    Object.entries(notFoundHeaders).map(([name, value]) => [name, { value }]),
  ),
  body: {
    encoding: 'text',
    data: readFileSync(new URL('not-found.html', publicFolder), 'utf8'),
  },
};

/** The page's files, apart from its assets, whose names have a hash. */
const pageFiles = [
  ...['index.html', 'admin.html', 'embed.html'],
  ...readdirSync(publicFolder, { recursive: true, encoding: 'utf8' })
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => name.includes('.')),
].map((name) => `/${name}`);

/**
 * For the page. A room's link `/r/<id>` shows the page, which reads the id. Administrators and the
 * element's demo have pages of their own. A browser at any other address gets a page that says so:
 * S3 would answer in XML, and the distribution's own error pages would replace the API's.
 */
export const pagePath = `
function handler(event) {
  var request = event.request;
  if (/^\\/r\\/[^/]+\\/?$/.test(request.uri)) request.uri = '/index.html';
  if (/^\\/admin\\/?$/.test(request.uri)) request.uri = '/admin.html';
  if (/^\\/embed\\/?$/.test(request.uri)) request.uri = '/embed.html';
  var accept = request.headers.accept;
  var isAsset = /^\\/assets\\/[^/]+\\.(js|css|map|svg|png|woff2)$/.test(request.uri);
  var files = ${JSON.stringify(['/', ...pageFiles])};
  var isFile = isAsset || files.indexOf(request.uri) >= 0;
  if (isFile || !accept || accept.value.indexOf('text/html') < 0) return request;
  return ${toAscii(JSON.stringify(notFound))};
}
`.trim();
