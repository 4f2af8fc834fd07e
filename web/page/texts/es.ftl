-brand = Ten Minute Chat

page-title = { -brand }
language-label = Idioma
language-automatic = El del navegador
