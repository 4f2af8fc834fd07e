-brand = Ten Minute Chat

page-title = { -brand }
language-label = 言語
language-automatic = ブラウザーに合わせる
