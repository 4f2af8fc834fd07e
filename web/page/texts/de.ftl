# Deutsch, per Du. Wer den Raum leitet, heißt Admin.

-brand = Ten Minute Chat

## The page as a whole
page-title = { -brand }
language-label = Sprache
qr-label = QR-Code des Links

## Reasons: why something was refused, and what to do
reason-unauthorized = Dieser Link funktioniert nicht mehr. Öffne ihn noch einmal oder bitte um einen neuen.
reason-expired = Dieser Raum ist vorbei. Mach einen neuen auf, um weiterzureden.
reason-forbidden = Dein Link erlaubt das nicht. Bitte den Admin um einen, der es tut.
reason-name-taken = In diesem Raum heißt schon jemand so oder sehr ähnlich. Wähl einen anderen Namen.
reason-name-invalid = Ein Name hat 1 bis { $count } sichtbare Zeichen. Wähl einen anderen.
reason-too-large = Das ist zu lang. Eine Nachricht hat höchstens { $count } Zeichen: Schick es in Teilen.
reason-rate-limited = Zu viel auf einmal. Warte kurz und versuch es dann noch einmal.
reason-rate-limited-for = Zu viel auf einmal. Versuch es in { $wait } noch einmal.
reason-room-full = Dieser Raum ist voll. Versuch es noch einmal, wenn jemand gegangen ist.
reason-locked = Der Raum ist abgeschlossen, niemand Neues kann hinein. Bitte den Admin, ihn aufzuschließen.
reason-kicked = Der Admin hat dich aus diesem Raum entfernt.
reason-blocked = Der Filter lässt das nicht durch, niemand hat es gesehen. Sag es mit anderen Worten.
reason-not-found = Unter dieser Adresse ist nichts. Prüf den Link.
reason-unavailable = Der Server konnte das gerade nicht. Versuch es noch einmal.

## Words on several screens
close = Schließen
optional = optional
new-room = Neuen Raum aufmachen

## The start
create-title = Zehn Minuten reden
create-lead = Mach einen Raum auf und teile den Link. Kein Konto, keine Spuren: Ist die Zeit um, sind der Raum und alles, was darin gesagt wurde, weg.
create-room = Raum aufmachen
create-busy = Wird aufgemacht…
create-too-many = Von hier aus wurden gerade zu viele Räume aufgemacht. Versuch es in { $wait } noch einmal.
create-unreachable = Der Server hat nicht geantwortet. Versuch es gleich noch einmal.
create-offline = Du bist offline. Verbinde dich mit einem Netz und versuch es noch einmal.
create-refused = Dieser Raum ließ sich nicht aufmachen. Ändere die Optionen und versuch es noch einmal.
create-options = Optionen
create-about = Worum geht es?
create-length = Wie lange er offen ist
create-usual = Wie üblich
create-usually = Wie üblich: { $usual }
create-slow = Langsamer Modus
create-slow-off = Aus
create-slow-on = Eine Nachricht in { $wait }
create-capacity = Was spät Gekommene lesen können
create-capacity-none = Nichts von vorher
create-capacity-some =
    { $count ->
        [one] Die letzte Nachricht
       *[other] Die letzten { $count } Nachrichten
    }
create-lists = Wortlisten, die filtern, was gesagt wird
create-lists-none = Wähl mindestens eine Liste.
create-redact = E-Mail-Adressen und Telefonnummern herausnehmen

## Sharing a room
share-title = Diesen Raum teilen
share-link = Link zu diesem Raum
share-watch-link = Link zum Mitlesen
share-copy = Link kopieren
share-native = Teilen…
share-copied = Kopiert.
share-copy-yourself = Markiere den Link oben und kopiere ihn.
share-more = Weitere Links
share-watch = Nur mitlesen
share-watch-about = Wer ihn öffnet, liest ohne Namen mit und kann nicht schreiben.
share-own = Admin
share-own-about = Wer ihn öffnet, kann Leute entfernen und den Raum abschließen, verlängern und beenden. Behalt ihn für dich.
qr-enlarge = QR-Code groß zeigen
qr-title = Scannen und mitreden

## Before the room
join-title = Du bist eingeladen
join-lead =
    { $count ->
        [0] Wähl einen Namen und geh hinein. Noch ist niemand da.
        [one] Wähl einen Namen und geh hinein. Eine Person ist da.
       *[other] Wähl einen Namen und geh hinein. { $count } Leute sind da.
    }
join-made = Dein Raum ist offen
join-made-lead = Teile den Link und geh dann hinein. Wer ihn hat, kann mitreden.
join-watching = Der Raum wird geöffnet…
join-name = Dein Name
join-name-about = Wird nur auf diesem Gerät gemerkt.
join-name-missing = Gib zuerst einen Namen ein.
join-name-long = Ein Name hat höchstens { $count } Zeichen.
join-another-name = Anderen Namen vorschlagen
join-join = Hinein
join-busy = Geht hinein…
join-offline = Du bist offline. Es geht weiter, sobald ein Netz da ist.
join-late = Der Server antwortet langsam. Er wird noch einmal gefragt.
# Männliche Tiere, damit die Endung stimmt.
join-name-qualities = Mutiger, Heller, Ruhiger, Kluger, Neugieriger, Eifriger, Sanfter, Goldener, Froher, Lustiger, Netter, Munterer, Glücklicher, Heiterer, Milder, Flinker, Geduldiger, Schneller, Stiller, Sonniger, Wacher, Warmer, Witziger, Junger
join-name-animals = Dachs, Bär, Biber, Kranich, Delfin, Falke, Fink, Fuchs, Hase, Igel, Reiher, Koala, Luchs, Marder, Otter, Uhu, Panda, Papagei, Spatz, Schwan, Seehund, Star, Storch, Wal
join-name-pattern = { $quality } { $animal }

## Why one cannot go in
refused-again = Noch einmal versuchen
refused-still = Gerade versucht: Es ist noch so.
refused-link = Dieser Link funktioniert nicht
refused-link-advice = Vielleicht wurde er beim Kopieren abgeschnitten. Bitte noch einmal um den ganzen Link oder mach selbst einen Raum auf.
refused-locked = Dieser Raum ist abgeschlossen
refused-locked-advice = Niemand Neues kann hinein. Bitte den Admin, ihn aufzuschließen, und versuch es dann noch einmal.
refused-full = Dieser Raum ist voll
refused-full-advice = Versuch es noch einmal, wenn jemand gegangen ist.
refused-kicked = Du wurdest aus diesem Raum entfernt
refused-kicked-advice = Der Admin hat dich entfernt. Mit diesem Link kommst du nicht mehr hinein.
refused-used = Dieser Link ist verbraucht
refused-used-advice = Er hat so viele eingelassen, wie er sollte. Bitte um einen neuen.
refused-replaced = Du bist nicht mehr in diesem Raum
refused-replaced-advice = Deine Verbindung wurde beendet. Ist der Raum noch offen, kannst du wieder hinein.
refused-unavailable = Der Server antwortet nicht
refused-unavailable-advice = Das kann gleich vorbei sein. Er wird von selbst noch einmal gefragt.
refused-offline = Du bist offline
refused-offline-advice = Es geht von selbst weiter, sobald ein Netz da ist.

## The time that is left
timer-label = Verbleibende Zeit
timer-late = Weniger als eine Minute übrig.

## What an owner may do
owner-open = Verwalten
owner-title = Diesen Raum verwalten
owner-lock = Abgeschlossen
owner-lock-about = Ist es an, kann niemand Neues hinein.
owner-lock-on-about = Niemand Neues kann hinein. Wer drin ist, bleibt.
owner-locked = Der Raum ist abgeschlossen.
owner-unlocked = Der Raum ist wieder offen.
owner-extend = Mehr Zeit
owner-extend-about = Höchstens eine Stunde insgesamt.
owner-extend-never = Ein Raum ist höchstens eine Stunde offen, und dieser ist es schon.
owner-extend-by = + { $time }
owner-extended = Der Raum bleibt { $time } länger offen.
owner-slow = Langsamer Modus
owner-slow-about = Pause zwischen zwei Nachrichten einer Person. Gilt nicht für Admins.
owner-slowed = Ab jetzt eine Nachricht in { $wait }.
owner-slow-off = Der langsame Modus ist aus.
owner-close = Raum schließen
owner-close-about = Er endet sofort, für alle.
owner-close-button = Raum schließen
owner-close-sure = Diesen Raum für alle schließen?
owner-close-sure-about = Alles, was darin gesagt wurde, wird sofort gelöscht. Das kann niemand rückgängig machen.
owner-close-yes = Raum schließen
owner-not-connected = Gerade nicht verbunden.
confirm-no = Abbrechen

## The end
over-title = Dieser Raum ist weg
over-expired = Seine Zeit ist um, und mit ihm ist alles weg, was darin gesagt wurde.
over-closed = Er wurde geschlossen, und mit ihm ist alles weg, was darin gesagt wurde.
over-receipt = Endgültig gelöscht
over-messages = Nachrichten
over-filtered = davon vom Filter geändert
over-names = Namen
over-connections = Verbindungen
over-same-title = Weiterreden über
over-save = Gelesenes speichern
over-save-about = Eine Textdatei mit dem, was auf deinem Bildschirm stand, gemacht auf diesem Gerät. Sonst gibt es sie nirgends.
over-transcript-private = { $name } (nur an { $to })
over-transcript-gap = [Hier fehlen einige Nachrichten von vorher.]
