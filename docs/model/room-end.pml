/*
 * The end of a room: every socket in it is closed, even if functions crash and posts fail meanwhile.
 *
 * This is what functions/core/lifecycle/expire.ts and open-room.ts do, beside a fan-out that removes
 * the subscriptions it cannot reach (functions/core/messaging/publish.ts) and a join. README.md says
 * more; check.mjs runs it.
 *
 * Each `atomic` is one outside call and ends in MAY_CRASH: the function may die there. Each switch
 * breaks one thing, to show that the checks notice.
 */

#ifndef CRASHES
#define CRASHES 1              /* how many functions die in total */
#endif
#ifndef FAILURES
#define FAILURES 1             /* how many posts fail although the socket is open */
#endif

#define ANN 0                  /* in the room from the beginning */
#define BOB 1                  /* joins at any time */

/* ---- the store ---- */
bool over;                     /* the end has come. Clocks differ, so not every function knows */
bool closed;                   /* the room item says that the room is closed */
bool reopened;                 /* an open room: the item is another incarnation's */
bool subscribed[2];
bool newcomer;                 /* a subscription of the other incarnation */
bool timer = true;             /* the end timer is set */

/* ---- what clients see ---- */
bool open[2];                  /* the socket */
bool inside[2];                /* it has the ok reply to its join */
bool closing[2];               /* it got phx_close and will not rejoin */
bool rejoins[2];               /* it got phx_error before that, so it asks anew */

byte crashes = CRASHES;
byte failures = FAILURES;

#define MAY_CRASH if :: true :: crashes > 0 -> crashes--; goto died fi

/* Ends the room. `all`: everybody could be reached. Labels `died` and `done` are the caller's. */
#define ENDING bool listed[2]; bool all; bool sent; byte c
inline endRoom() {
  atomic { if :: reopened -> goto done :: else -> closed = true fi; MAY_CRASH };
  atomic {
    listed[ANN] = subscribed[ANN]; listed[BOB] = subscribed[BOB]; all = true; c = 0;
#ifdef NO_EPOCH_CHECK
    assert(!newcomer);                                  /* the newcomer would be closed */
#endif
#ifdef DELETES_FIRST
    subscribed[ANN] = false; subscribed[BOB] = false;
#endif
    MAY_CRASH
  };
  do
  :: c < 2 && !listed[c] -> c++
  :: c == 2 -> break
  :: atomic {
       c < 2 && listed[c] ->
       sent = false;
       if
       :: !open[c]
       :: open[c] -> closing[c] = !rejoins[c]; sent = true
       :: open[c] && failures > 0 -> failures--; all = false
       fi;
       MAY_CRASH
     };
     atomic { if :: sent -> open[c] = false :: else fi; c++; MAY_CRASH }
  od;
  atomic {
    if
#ifdef FORGETS_FAILED
    :: true -> if :: !reopened -> subscribed[ANN] = false; subscribed[BOB] = false :: else fi
#else
    :: all && !reopened -> subscribed[ANN] = false; subscribed[BOB] = false
    :: all && reopened
    :: !all -> timer = true
#endif
    fi;
    MAY_CRASH
  }
}

proctype End() {
  ENDING;
end_quiet:
  atomic { timer && over -> timer = false };
  endRoom();
  goto done;
died:
#ifndef TIMER_ONCE
  timer = true;
#endif
done:
  atomic { c = 0; sent = false; all = false; listed[ANN] = false; listed[BOB] = false; goto end_quiet }
}

#ifdef OPEN
/* Somebody joins an open room after its end, once. */
proctype Opener() {
  ENDING;
  over;
#ifndef REOPENS_AT_ONCE
  endRoom();
  if :: !all -> goto done :: else fi;
#endif
  /* The new incarnation's subscriptions have the same keys, so the former ones are deleted. */
  atomic { reopened = true; closed = false; subscribed[ANN] = false; subscribed[BOB] = false };
  newcomer = true;
died: done: skip
}
#endif

/* A fan-out at any time: posts to everyone in the room, and removes whom it could not reach. */
proctype FanOut() {
  bool missed[2]; bool removed; byte c;
  if :: true :: goto done fi;
  atomic { if :: closed || reopened -> goto done :: else fi; MAY_CRASH };
  do
  :: atomic {
       c < 2 ->
       if
       :: true
       :: subscribed[c] && open[c] && failures > 0 -> failures--; missed[c] = true
       fi;
       c++;
       MAY_CRASH
     }
  :: c == 2 -> break
  od;
  c = 0;
  do
  :: c < 2 && !missed[c] -> c++
  :: c == 2 -> break
  :: c < 2 && missed[c] ->
#ifndef PRUNES_ENDED
     atomic { if :: closed -> goto done :: over -> goto done :: !closed fi; MAY_CRASH };
#endif
     atomic {
       if
       :: !open[c]
       :: open[c] -> rejoins[c] = !closing[c]
       :: open[c] && failures > 0 -> failures--; open[c] = false
       fi;
       MAY_CRASH
     };
     atomic { removed = subscribed[c] && !reopened; if :: removed -> subscribed[c] = false :: else fi; MAY_CRASH };
#if !defined(PRUNES_ENDED) && !defined(NO_LAST_LOOK)
     atomic { if :: removed && (closed || reopened) -> open[c] = false :: else fi; MAY_CRASH };
#endif
     c++
  od;
died: done: skip
}

/* Bob joins at any time, and his frame may come again. */
proctype Bob() {
  atomic { if :: closed || reopened -> goto done :: over -> goto done :: !closed -> skip fi; MAY_CRASH };
  atomic { if :: !reopened -> subscribed[BOB] = true :: else -> goto done fi; MAY_CRASH };
  /* Counts the subscription if the room is still open, else deletes it. */
  atomic {
    if
    :: !closed && !reopened -> inside[BOB] = true
    :: closed || reopened || over -> subscribed[BOB] = false; goto done
    fi;
    MAY_CRASH
  };
  if :: true :: goto done fi;
  atomic {
#ifdef REPEAT_DELETES
    if :: closed && !reopened -> subscribed[BOB] = false :: else fi;
#endif
    MAY_CRASH
  };
died: done: skip
}

/* Time: the end comes. */
proctype Time() { over = true }

init {
  atomic {
    open[ANN] = true; subscribed[ANN] = true; inside[ANN] = true; open[BOB] = true;
    run End(); run FanOut(); run Bob(); run Time()
#ifdef OPEN
    ; run Opener()
#endif
  }
}

/* After the end, everybody who was in the room has a closed socket, or was asked to join again and
   is then refused. */
#define ENDS(c) ([] ((over && inside[c]) -> <> (!open[c] || rejoins[c])))
ltl closes { ENDS(ANN) && ENDS(BOB) }
