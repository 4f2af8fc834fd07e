-brand = Ten Minute Chat

page-title = { -brand }
language-label = Sprache
language-automatic = Wie im Browser
