-brand = Ten Minute Chat

page-title = { -brand }
language-label = Idioma
language-automatic = El del navegador
qr-label = Código QR del enlace

## Motivos
reason-unauthorized = Este enlace ya no funciona. Ábrelo de nuevo o pide otro.
reason-expired = Esta sala ha terminado. Crea otra para seguir hablando.
reason-forbidden = Tu enlace no permite esto. Pide uno que lo permita a quien creó la sala.
reason-name-taken = En esta sala ya hay alguien con ese nombre o uno muy parecido. Elige otro.
reason-name-invalid = Un nombre tiene de 1 a { $count } caracteres visibles. Elige otro.
reason-too-large = Es demasiado largo. Un mensaje tiene como máximo { $count } caracteres: envíalo por partes.
reason-rate-limited = Demasiado a la vez. Espera un momento e inténtalo de nuevo.
reason-rate-limited-for = Demasiado a la vez. Inténtalo de nuevo en { $wait }.
reason-room-full = Esta sala está llena. Inténtalo de nuevo cuando alguien haya salido.
reason-locked = La sala está cerrada con llave y no puede entrar nadie más. Pide que la abran.
reason-kicked = Te han expulsado de esta sala.
reason-blocked = El filtro no deja pasar esto, así que nadie lo ha visto. Dilo con otras palabras.
reason-not-found = No hay nada en esta dirección. Comprueba el enlace.
reason-unavailable = El servidor no ha podido hacerlo ahora mismo. Inténtalo de nuevo.
