// The CloudFront functions that turn the paths people use into the paths AWS answers, and vouch for
// who asks. They run as they stand here, in CloudFront's own JavaScript (no modules, no Node), so
// they are text.

/**
 * Carries the viewer's address to the functions, which else see CloudFront's. What a client sends
 * under this name is replaced.
 */
const viewerAddressHeader = 'x-viewer-address';
/** Says that a request came by CloudFront, so that its viewer's address is to be believed. */
export const originKeyHeader = 'x-origin-key';

const noteAddress = `request.headers['${viewerAddressHeader}'] = { value: event.viewer.ip };`;

/** To the HTTP API: only the address. */
export const apiPath = `
function handler(event) {
  var request = event.request;
  ${noteAddress}
  return request;
}
`.trim();

/**
 * API Gateway answers nothing after the stage's name, so Phoenix's `/socket/websocket` becomes the
 * stage's own path.
 */
export const socketPath = `
function handler(event) {
  var request = event.request;
  ${noteAddress}
  if (request.uri === '/socket/websocket') request.uri = '/websocket';
  return request;
}
`.trim();

/**
 * A room's link `/r/<id>` is the page; the page reads the id. Administrators have a page of their
 * own, and the element has one that shows it.
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
