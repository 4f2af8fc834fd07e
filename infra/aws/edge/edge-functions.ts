// CloudFront functions: they rewrite paths and add the viewer's address. They run in CloudFront's
// own JavaScript, without modules or Node, so they are texts.

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

/**
 * For the page. A room's link `/r/<id>` shows the page, which reads the id. Administrators and the
 * element's demo have pages of their own.
 */
export const pagePath = `
function handler(event) {
  var request = event.request;
  if (/^\\/r\\/[^/]+\\/?$/.test(request.uri)) request.uri = '/index.html';
  if (/^\\/admin\\/?$/.test(request.uri)) request.uri = '/admin.html';
  if (/^\\/embed\\/?$/.test(request.uri)) request.uri = '/embed.html';
  return request;
}
`.trim();
