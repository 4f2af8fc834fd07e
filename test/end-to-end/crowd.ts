// `npm run crowd -- [members] [seconds]`: this many members join one room of `npm start` within
// this many seconds.

import { crowd } from './crowd-of-joins.ts';
import { inProcess, startServer } from './server.ts';

const [members = '1000', seconds = '5'] = process.argv.slice(2);
const server = await startServer(inProcess);
console.log(
  JSON.stringify(await crowd(server, { members: Number(members), seconds: Number(seconds) })),
);
await server.stop();
