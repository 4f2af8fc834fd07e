-brand = Ten Minute Chat

page-title = { -brand }
language-label = Langue
language-automatic = Celle du navigateur
qr-label = Code QR du lien

## Raisons
reason-unauthorized = Ce lien ne fonctionne plus. Ouvre-le à nouveau ou demandes-en un autre.
reason-expired = Ce salon est terminé. Crées-en un autre pour continuer à parler.
reason-forbidden = Ton lien ne permet pas cela. Demandes-en un qui le permet à la personne qui gère le salon.
reason-name-taken = Quelqu’un dans ce salon porte déjà ce nom, ou un nom qui lui ressemble. Choisis-en un autre.
reason-name-invalid = Un nom compte de 1 à { $count } caractères visibles. Choisis-en un autre.
reason-too-large = C’est trop long. Un message compte au plus { $count } caractères : envoie-le en plusieurs parties.
reason-rate-limited = Trop à la fois. Attends un instant, puis réessaie.
reason-rate-limited-for = Trop à la fois. Réessaie dans { $wait }.
reason-room-full = Ce salon est complet. Réessaie quand quelqu’un sera parti.
reason-locked = Ce salon est verrouillé : personne d’autre ne peut entrer. Demande qu’on le déverrouille.
reason-kicked = On t’a retiré de ce salon.
reason-blocked = Le filtre ne laisse pas passer cela, donc personne ne l’a vu. Dis-le autrement.
reason-not-found = Il n’y a rien à cette adresse. Vérifie le lien.
reason-unavailable = Le serveur n’a pas pu le faire à l’instant. Réessaie.
