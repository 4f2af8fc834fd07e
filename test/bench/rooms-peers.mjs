// The servers ours is measured beside, each as its own documentation would write it: names, order
// and answers, no tokens, no filter, no log. Started as a process of its own: node rooms-peers.mjs
// <socket.io|ws|once>; prints its port.

import { createServer } from 'node:http';
import { Server } from 'socket.io';
import { Sender, WebSocketServer, WebSocket } from 'ws';

const http = createServer();
const kinds = {
  'socket.io': socketIo,
  /** One string for all, which `ws` makes a frame of for each. */
  ws: () =>
    bare((members, text) => {
      for (const member of members) if (member.readyState === WebSocket.OPEN) member.send(text);
    }),
  /**
   * The floor: one frame, written as it is to each TCP socket. Nothing is looked at, nothing
   * bounded.
   */
  once: () =>
    bare((members, text) => {
      const frame = Buffer.concat(
        Sender.frame(Buffer.from(text), {
          fin: true,
          rsv1: false,
          opcode: 1,
          mask: false,
          readOnly: true,
        }),
      );
      for (const member of members) member._socket.write(frame);
    }),
};
const seqs = new Map();
const message = (room, name, body) => {
  const seq = (seqs.get(room) ?? 0) + 1;
  seqs.set(room, seq);
  return { seq, body, name, at: new Date().toISOString() };
};

function socketIo() {
  const io = new Server(http, { transports: ['websocket'], serveClient: false });
  io.on('connection', (socket) => {
    socket.on('join', async ({ room, name }, answer) => {
      await socket.join(room);
      socket.data = { room, name };
      answer({ ok: true });
    });
    socket.on('shout', (body, answer) => {
      const { room, name } = socket.data;
      const lastPresenceSync = message(room, name, body);
      answer({ seq: lastPresenceSync.seq, at: lastPresenceSync.at });
      io.to(room).emit('shout', lastPresenceSync);
    });
  });
}

function bare(tell) {
  const rooms = new Map();
  const sockets = new WebSocketServer({ server: http, perMessageDeflate: false });
  sockets.on('connection', (socket) => {
    let joined;
    socket.on('message', (data) => {
      const { ref, join, shout } = JSON.parse(data.toString());
      if (join !== undefined) {
        joined = join;
        const members = rooms.get(join.room) ?? new Set();
        rooms.set(join.room, members.add(socket));
        socket.send(JSON.stringify({ ref, ok: true }));
      } else {
        const lastPresenceSync = message(joined.room, joined.name, shout);
        socket.send(JSON.stringify({ ref, seq: lastPresenceSync.seq, at: lastPresenceSync.at }));
        tell(rooms.get(joined.room), JSON.stringify(['shout', lastPresenceSync]));
      }
    });
    socket.on('close', () => {
      rooms.get(joined?.room)?.delete(socket);
    });
    socket.on('error', () => {
      socket.terminate();
    });
  });
}

kinds[process.argv[2]]();
http.listen(0, '127.0.0.1', () => {
  console.log(`ready: http://localhost:${http.address().port}`);
});
