-brand = Ten Minute Chat

page-title = { -brand }
language-label = Langue
language-automatic = Celle du navigateur
