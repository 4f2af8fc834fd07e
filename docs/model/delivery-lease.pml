/*
 * The delivery lease: how an accepted message is delivered even if functions crash, hang or run twice.
 *
 * This is the protocol that functions/core/ports/ promises and functions/core/messaging/ uses, small
 * enough to try every interleaving. It leaves out filtering, rate limits, the log, presence and the
 * room's end. README.md says more; check.mjs unexpired it.
 *
 * Each `atomic` is one outside call (a conditional write, a post, a timer) and ends in MAY_CRASH: the
 * function may die there. Each NO_… switch breaks one thing, to show that the checks notice.
 */

#ifndef CRASHES
#define CRASHES 2              /* how many functions die in total */
#endif
#ifndef LAPSES
#define LAPSES 1               /* how often a lease expires under a living holder */
#endif
#ifndef MESSAGES
#define MESSAGES 2             /* 3: the second sender sends another after its first reply */
#endif

#ifndef RECEIVERS
#define RECEIVERS 2            /* 1 or 2 */
#endif

/* ---- the room item ---- */
byte seq;                      /* of the last message admitted */
byte delivered_seq;                  /* of the last delivered message: delivered_seq + 1 .. seq are undelivered */
byte lease;                    /* NOBODY, its holder, or DEAD. No process meets an older lease of its
                                  own, so its number serves as the fencing id */
bool unexpired;                     /* the lease has not expired */
byte seqOf[MESSAGES + 1];      /* the remembered cids: the seq of each; 0: not seen yet */

/* ---- outside ---- */
bool timer;                    /* a delivery timer is set and has not fired; several count as one,
                                  which is the least that is promised */
byte crashes = CRASHES;
byte lapses = LAPSES;

/* ---- what people see ---- */
bool answered[MESSAGES + 1];   /* the sender has its ok reply */
byte shown[RECEIVERS];         /* per receiver: seqs 1 .. shown were posted, repeats removed */

#define NOBODY 0
#define DEAD 255
#define WAITING (seq - delivered_seq)
#define POSTED(s) (shown[0] >= s && shown[RECEIVERS - 1] >= s)

#ifdef NO_FENCING
#define STANDS true
#else
#define STANDS (lease == _pid)
#endif
#ifdef NO_CID_CHECK
#define IS_NEW(m) true
#else
#define IS_NEW(m) (seqOf[m] == 0)
#endif
#ifdef NO_TIMER
#define ARM skip
#else
#define ARM timer = true
#endif

#define MAY_CRASH \
  if \
  :: true \
  :: crashes > 0 -> crashes--; if :: lease == _pid -> lease = DEAD :: else fi; goto died \
  fi

/* What a function knows: from .. last were undelivered when it last read the room. It posts `next`
   to receiver `to`. */
#define KNOWLEDGE byte from, last, next, to
#define SEE from = delivered_seq + 1; last = seq; next = from
#define FORGET from = 0; last = 0; next = 0; to = 0

/* takeLease, by a function that finds undelivered messages and an expired lease. It compares the whole
   lease with the one it read, so it fails if those messages were delivered in between. */
#define MAY_TAKE (from <= last && from == delivered_seq + 1 && !unexpired)
#define TAKE lease = _pid; unexpired = true; SEE

/* The holder's rounds. Ends at `done` with nothing undelivered, at `lost` if another function has the
   lease. */
inline deliver() {
  do
  :: atomic {
       next <= last ->
       assert(next <= shown[to] + 1);                             /* order: a new message is the next one */
       if :: next > shown[to] -> shown[to] = next :: else fi;
       if :: to + 1 == RECEIVERS -> to = 0; next++ :: else -> to++ fi;
       MAY_CRASH
     }
     /* A slow holder renews its lease, or finds it lost. It may also notice neither and keep posting. */
  :: atomic { next <= last && lease == _pid && !unexpired -> unexpired = true; MAY_CRASH }
  :: atomic { next <= last && lease != _pid -> goto lost }
     /* release: remove the delivered messages; free the lease if no more are undelivered, else repeat. */
  :: atomic {
       next > last ->
       if
       :: STANDS && WAITING >= last - from + 1 ->
          delivered_seq = delivered_seq + last - from + 1;
          assert(POSTED(delivered_seq));                                /* removed only after a post to everyone */
          if
          :: WAITING == 0 -> lease = NOBODY; unexpired = false; goto done
          :: else -> unexpired = true; SEE
          fi
       :: else -> goto lost
       fi;
       MAY_CRASH
     }
  od
}

/* A sender and the functions it calls. It resends a message until it gets a reply. An impatient one
   gives up when a function dies. */
proctype Sender(byte message, final; bool patient) {
  KNOWLEDGE;
send:
  atomic {
    if
    :: IS_NEW(message) ->
       assert(seqOf[message] == 0);                               /* a cid is admitted once */
       seq++; seqOf[message] = seq;
       if :: lease == NOBODY -> lease = _pid; unexpired = true :: else fi
    :: else
    fi;
    SEE;
    MAY_CRASH
  };
#ifdef ANSWER_FIRST
  atomic { answered[message] = true; MAY_CRASH };
#endif
  atomic {
    if
#ifdef ONLY_HOLDER_ARMS
    :: lease != _pid
#endif
    :: from <= last -> ARM
    :: else
    fi;
    MAY_CRASH
  };
  atomic { answered[message] = true; MAY_CRASH };
  atomic {
    if
    :: lease == _pid
    :: lease != _pid && MAY_TAKE -> TAKE
    :: lease != _pid -> goto done                                 /* another function has it, or just lost it */
    fi;
    MAY_CRASH
  };
  deliver();
lost: done: died:
  atomic {
    FORGET;
    if
    :: !answered[message] && patient -> goto send
    :: answered[message] && message < final -> message++; goto send
    :: else
    fi
  }
}

#ifdef VISITOR
/* A join, `history` or `sync`: once, at any time, or never. It sets the timer if it finds undelivered
   messages, and takes them over if the lease has expired. */
active proctype Visitor() {
  KNOWLEDGE;
  if :: true :: goto done fi;
  atomic { SEE; if :: from > last -> goto done :: else fi; MAY_CRASH };
#ifndef VISITOR_ARMS_NOT
  atomic { ARM; MAY_CRASH };
#endif
  atomic { if :: MAY_TAKE -> TAKE :: else -> goto done fi; MAY_CRASH };
  deliver();
died: lost: done: FORGET
}
#endif

/* The delivery timer. It is done when its function has returned; if the function dies, it fires again. */
active proctype Timer() {
  KNOWLEDGE;
end_quiet:
  atomic { timer -> timer = false };
  atomic { SEE; if :: from > last -> goto done :: else fi; MAY_CRASH };
#ifdef TIMER_ONCE
  atomic { if :: unexpired -> timer = true :: else fi; MAY_CRASH };
#else
  atomic { timer = true; MAY_CRASH };                             /* before the takeover, which may fail or be lost */
#endif
  atomic { if :: MAY_TAKE -> TAKE :: else -> goto done fi; MAY_CRASH };
  deliver();
died:
  timer = true;
lost: done:
  atomic { FORGET; goto end_quiet }
}

#ifndef NO_EXPIRY
/* Time: the lease of a dead holder expires, and that of a slow one a few times. */
active proctype Time() {
end_still:
  do
  :: atomic { unexpired && lease == DEAD -> unexpired = false }
  :: atomic { unexpired && lease != DEAD && lapses > 0 -> lapses--; unexpired = false }
  od
}
#endif

init {
  atomic {
#ifdef REPEAT
    run Sender(1, 1, false);
#endif
    run Sender(1, 1, true);
#ifdef IMPATIENT
    run Sender(2, MESSAGES, false)
#else
    run Sender(2, MESSAGES, true)
#endif
  }
}

/* Every confirmed message reaches everyone. With the assertions, `empties` says so for the others too. */
#define REACHES(m) ([] (answered[m] -> <> POSTED(seqOf[m])))
#if MESSAGES == 3
ltl delivered { REACHES(1) && REACHES(2) && REACHES(3) }
#else
ltl delivered { REACHES(1) && REACHES(2) }
#endif
ltl empties { [] <> (WAITING == 0) }

/* A message that one receiver saw, confirmed or not, reaches the other. */
#define SPREADS(m) ([] ((shown[0] >= m) -> <> POSTED(m)))
ltl spreads { SPREADS(1) && SPREADS(2) }
