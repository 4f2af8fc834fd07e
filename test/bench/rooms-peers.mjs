// The servers to compare with ours, each as its documentation would write it: names, order and
// replies, but no tokens, filter or log. Runs in its own process: node rooms-peers.mjs
// <socket.io|ws|once>; prints its port.

import { createServer } from 'node:http';
import { Server } from 'socket.io';
import { Sender, WebSocketServer, WebSocket } from 'ws';

const http = createServer();
const kinds = {
  'socket.io': socketIo,
  /** One string for everyone. `ws` encodes a frame for each connection. */
  ws: () =>
    bare((members, text) => {
      for (const member of members) if (member.readyState === WebSocket.OPEN) member.send(text);
    }),
  /**
   * The floor: one frame, written unchanged to each TCP socket, without checks or limits.
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
      const sent = message(room, name, body);
      answer({ seq: sent.seq, at: sent.at });
      io.to(room).emit('shout', sent);
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
        const sent = message(joined.room, joined.name, shout);
        socket.send(JSON.stringify({ ref, seq: sent.seq, at: sent.at }));
        tell(rooms.get(joined.room), JSON.stringify(['shout', sent]));
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
