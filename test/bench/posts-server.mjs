// Answers every post like API Gateway, without delay. Sends its port to the parent process and ends
// with it.

import { createServer } from 'node:http';

const server = createServer((request, response) => {
  request.resume().once('end', () => {
    response
      .writeHead(200, {
        'content-type': 'application/json',
        'x-amzn-requestid': '5d3b0d2c-0000-4000-8000-000000000000',
        'content-length': 0,
      })
      .end();
  });
});
server.keepAliveTimeout = 600_000;
server.listen(0, '127.0.0.1', () => process.send?.(server.address().port));
process.once('disconnect', () => process.exit());
