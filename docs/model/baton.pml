/*
 * The baton protocol: how an accepted message is delivered though functions crash, hang and come twice.
 * Here is the protocol as functions/core/ports.ts promises it and functions/core/room/ uses it, small enough to try every
 * interleaving. Not here: filtering, pace, the log, presence, the room's end. README.md says more; check.mjs runs it.
 *
 * Each `atomic` is one call to the world (a conditional write, a post, a timer set), and ends in MAY_CRASH: the function
 * may be gone from there on. The NO_… and other switches spoil one thing each, to see that the checks see it.
 */

#ifndef CRASHES
#define CRASHES 2              /* how many functions die, over all */
#endif
#ifndef LAPSES
#define LAPSES 1               /* how often a lease runs out though its holder works on */
#endif
#ifndef MESSAGES
#define MESSAGES 2             /* 3: the second sender sends another once its first was answered */
#endif

#ifndef RECEIVERS
#define RECEIVERS 2            /* 1 or 2 */
#endif

/* ---- the room item ---- */
byte seq;                      /* of the last message admitted */
byte drained;                  /* of the last message removed from pending: what waits is drained + 1 .. seq */
byte baton;                    /* NOBODY, whose it is, or DEAD. A process never meets an older baton of its own, so its number will do as fencing id */
bool runs;                     /* the baton's lease has not run out */
byte seqOf[MESSAGES + 1];      /* the remembered cids: the seq each was given; 0: not seen yet */

/* ---- the world ---- */
bool alarm;                    /* a tail alarm is set and has not rung; several set at once ring as one, the least that is promised */
byte crashes = CRASHES;
byte lapses = LAPSES;

/* ---- what people see ---- */
bool answered[MESSAGES + 1];   /* the sender has its ok reply */
byte shown[RECEIVERS];         /* per receiver: seqs 1 .. shown were posted to it, repeats removed */

#define NOBODY 0
#define DEAD 255
#define WAITING (seq - drained)
#define POSTED(s) (shown[0] >= s && shown[RECEIVERS - 1] >= s)

#ifdef NO_FENCING
#define STANDS true
#else
#define STANDS (baton == _pid)
#endif
#ifdef NO_CID_CHECK
#define IS_NEW(m) true
#else
#define IS_NEW(m) (seqOf[m] == 0)
#endif
#ifdef NO_ALARM
#define ARM skip
#else
#define ARM alarm = true
#endif

#define MAY_CRASH \
  if \
  :: true \
  :: crashes > 0 -> crashes--; if :: baton == _pid -> baton = DEAD :: else fi; goto died \
  fi

/* What a function knows: from .. last waited when it last saw the room; `next` is to be posted, to receiver `to`. */
#define KNOWLEDGE byte from, last, next, to
#define SEE from = drained + 1; last = seq; next = from
#define FORGET from = 0; last = 0; next = 0; to = 0

/* takeBaton, by somebody who finds that something waits and that the lease has run out. It compares the whole baton with the one that was
   seen, so it fails where that tail was drained meanwhile. */
#define MAY_TAKE (from <= last && from == drained + 1 && !runs)
#define TAKE baton = _pid; runs = true; SEE

/* The holder's rounds. Ends at `done` with nothing waiting, at `lost` when the baton is somebody else's. */
inline drain() {
  do
  :: atomic {
       next <= last ->
       assert(next <= shown[to] + 1);                             /* order: what is new to a receiver is the next one */
       if :: next > shown[to] -> shown[to] = next :: else fi;
       if :: to + 1 == RECEIVERS -> to = 0; next++ :: else -> to++ fi;
       MAY_CRASH
     }
     /* A slow holder renews its lease, or finds that the baton is lost. It may as well notice neither, and post on. */
  :: atomic { next <= last && baton == _pid && !runs -> runs = true; MAY_CRASH }
  :: atomic { next <= last && baton != _pid -> goto lost }
     /* release: remove what was delivered; lay the baton down if nothing more waits, else keep it and go round. */
  :: atomic {
       next > last ->
       if
       :: STANDS && WAITING >= last - from + 1 ->
          drained = drained + last - from + 1;
          assert(POSTED(drained));                                /* nothing leaves pending that was not posted to everyone */
          if
          :: WAITING == 0 -> baton = NOBODY; runs = false; goto done
          :: else -> runs = true; SEE
          fi
       :: else -> goto lost
       fi;
       MAY_CRASH
     }
  od
}

/* A sender and the functions it calls: it sends a message again until it is answered, or (not patient) gives up when a function died. */
proctype Sender(byte message, final; bool patient) {
  KNOWLEDGE;
send:
  atomic {
    if
    :: IS_NEW(message) ->
       assert(seqOf[message] == 0);                               /* a cid is admitted once */
       seq++; seqOf[message] = seq;
       if :: baton == NOBODY -> baton = _pid; runs = true :: else fi
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
    :: baton != _pid
#endif
    :: from <= last -> ARM
    :: else
    fi;
    MAY_CRASH
  };
  atomic { answered[message] = true; MAY_CRASH };
  atomic {
    if
    :: baton == _pid
    :: baton != _pid && MAY_TAKE -> TAKE
    :: baton != _pid -> goto done                                 /* somebody else has it; or had it, and was replaced just now */
    fi;
    MAY_CRASH
  };
  drain();
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
/* A join, `history` or `sync` that comes by once, at any time or never: sets the alarm for a tail that it finds, and takes it over if its
   lease has run out. */
active proctype Visitor() {
  KNOWLEDGE;
  if :: true :: goto done fi;
  atomic { SEE; if :: from > last -> goto done :: else fi; MAY_CRASH };
#ifndef VISITOR_ARMS_NOT
  atomic { ARM; MAY_CRASH };
#endif
  atomic { if :: MAY_TAKE -> TAKE :: else -> goto done fi; MAY_CRASH };
  drain();
died: lost: done: FORGET
}
#endif

/* The tail alarm. It counts as rung when its function has returned; if that dies, it rings again. */
active proctype Alarm() {
  KNOWLEDGE;
end_quiet:
  atomic { alarm -> alarm = false };
  atomic { SEE; if :: from > last -> goto done :: else fi; MAY_CRASH };
#ifdef ALARM_ONCE
  atomic { if :: runs -> alarm = true :: else fi; MAY_CRASH };
#else
  atomic { alarm = true; MAY_CRASH };                             /* before the rescue: it may come to nothing, or be lost */
#endif
  atomic { if :: MAY_TAKE -> TAKE :: else -> goto done fi; MAY_CRASH };
  drain();
died:
  alarm = true;
lost: done:
  atomic { FORGET; goto end_quiet }
}

#ifndef NO_EXPIRY
/* Time: the lease of a dead holder runs out, and that of a slow one a few times. */
active proctype Time() {
end_still:
  do
  :: atomic { runs && baton == DEAD -> runs = false }
  :: atomic { runs && baton != DEAD && lapses > 0 -> lapses--; runs = false }
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

/* Every answered message reaches everybody. Together with the assertions, `empties` says it of the unanswered ones too. */
#define REACHES(m) ([] (answered[m] -> <> POSTED(seqOf[m])))
#if MESSAGES == 3
ltl delivered { REACHES(1) && REACHES(2) && REACHES(3) }
#else
ltl delivered { REACHES(1) && REACHES(2) }
#endif
ltl empties { [] <> (WAITING == 0) }

/* What one receiver was shown, answered or not, reaches the other. */
#define SPREADS(m) ([] ((shown[0] >= m) -> <> POSTED(m)))
ltl spreads { SPREADS(1) && SPREADS(2) }
