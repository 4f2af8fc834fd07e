-brand = Ten Minute Chat

page-title = { -brand }
language-label = Sprache
language-automatic = Wie im Browser
qr-label = QR-Code des Links

## Gründe
reason-unauthorized = Dieser Link funktioniert nicht mehr. Öffne ihn noch einmal oder bitte um einen neuen.
reason-expired = Dieser Raum ist vorbei. Mach einen neuen auf, um weiterzureden.
reason-forbidden = Dein Link erlaubt das nicht. Bitte die Person, der der Raum gehört, um einen, der es tut.
reason-name-taken = Jemand in diesem Raum heißt schon so oder sehr ähnlich. Wähl einen anderen Namen.
reason-name-invalid = Ein Name hat 1 bis { $count } sichtbare Zeichen. Wähl einen anderen.
reason-too-large = Das ist zu lang. Eine Nachricht hat höchstens { $count } Zeichen: Schick es in Teilen.
reason-rate-limited = Zu viel auf einmal. Warte kurz und versuch es dann noch einmal.
reason-rate-limited-for = Zu viel auf einmal. Versuch es in { $wait } noch einmal.
reason-room-full = Dieser Raum ist voll. Versuch es noch einmal, wenn jemand gegangen ist.
reason-locked = Dieser Raum ist abgeschlossen, niemand Neues kommt herein. Bitte darum, ihn aufzuschließen.
reason-kicked = Du wurdest aus diesem Raum entfernt.
reason-blocked = Der Filter lässt das nicht durch, niemand hat es gesehen. Sag es mit anderen Worten.
reason-not-found = Unter dieser Adresse ist nichts. Prüf den Link.
reason-unavailable = Der Server konnte das gerade nicht. Versuch es noch einmal.
