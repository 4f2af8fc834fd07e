// Common words in German, Spanish, French, Russian and Japanese, collected for this project.
// English has a table of its own.

/** By language. */
export const commonWordsByLanguage: Readonly<Record<string, string>> = {
  de: `
der die das und ist nicht ich du er sie es wir ihr ein eine einen einem einer eines mein meine
meinen dein deine sein seine ihre unser unsere euer kein keine zu zum zur von vom mit auf für an am
im in ins bei beim nach aus um über unter vor hinter neben zwischen durch gegen ohne bis seit
während wegen als wie so aber oder denn sondern wenn weil dass ob damit obwohl auch noch schon nur
sehr mehr viel viele wenig alle alles etwas nichts jemand niemand man wer was wann wo warum woher
wohin welche welcher dieser diese dieses jeder jede jedes hier da dort heute morgen gestern jetzt
dann immer nie oft manchmal wieder bald später früher gleich sofort endlich vielleicht natürlich
wirklich genau ganz gern gerne leider eigentlich einfach ja nein doch bitte danke hallo tschüss gut
schlecht besser beste groß klein neu alt jung lang kurz hoch tief warm kalt heiß schnell langsam
leicht schwer schön richtig falsch wichtig möglich fertig frei voll leer müde krank gesund glücklich
traurig lustig ruhig laut leise nah weit allein zusammen eins zwei drei vier fünf sechs sieben acht
neun zehn hundert tausend erste zweite letzte nächste sind war waren bin bist seid wird werden wurde
worden würde habe hast hat haben hatte hatten kann kannst können konnte könnte muss musst müssen
musste soll sollen sollte will willst wollen wollte darf dürfen mag mögen möchte mache machen macht
gemacht gehe gehen geht ging gegangen komme kommen kommt kam sage sagen sagt sagte gesagt sehe sehen
sieht sah gesehen gebe geben gibt gab nehmen nimmt nahm finden findet fand glaube glauben denken
denke dachte weiß wissen wusste kennen lassen lässt bleiben bleibt stehen steht liegen liegt halten
heißen heißt spielen spielt arbeiten arbeitet leben lebt wohnen essen isst trinken schlafen lesen
liest schreiben schreibt sprechen spricht fragen fragt antworten hören hört verstehen versteht
helfen hilft brauchen braucht kaufen kauft zahlen warten wartet suchen sucht zeigen zeigt bringen
bringt fahren fährt laufen läuft fliegen fallen fällt beginnen beginnt versuchen versucht lernen
lernt lieben liebt zeit jahr jahre tag tage woche monat stunde minute uhr nacht abend mensch
menschen mann frau kind kinder eltern vater mutter bruder schwester freund freundin familie leute
welt land stadt straße haus wohnung zimmer tür fenster tisch stuhl bett auto zug bus bahn bahnhof
schule lehrer arbeit firma chef geld preis wasser brot kaffee tee bier milch hund katze tier baum
blume sonne regen schnee wetter wort sprache frage antwort problem grund teil ende anfang seite bild
buch brief zeitung musik film spiel sport auge hand kopf herz fuß bein arm gesicht arzt hilfe kunst
dicke dickes schiff schiffe bitten bitter fahrt spaß gruß klasse messe masse passen passt fassen
hassen reise reisen weise kreis preise beispiel weg recht
`,
  es: `
el la los las un una unos unas de del al a en con por para sin sobre entre hasta desde hacia según
contra durante y e o u pero mas sino porque pues que quien cual cuando donde como si no sí ni
también tampoco ya aún todavía siempre nunca jamás veces hoy ayer mañana ahora luego después antes
pronto tarde temprano aquí ahí allí allá cerca lejos dentro fuera arriba abajo bien mal mejor peor
muy más menos mucho mucha muchos muchas poco poca pocos todo toda todos todas nada algo alguien
nadie alguno alguna ninguno cada otro otra otros otras mismo misma tal tan tanto yo tú él ella usted
nosotros vosotros ellos ellas ustedes me te se nos os le les lo mi mis tu tus su sus nuestro nuestra
mío mía este esta estos estas ese esa esos esas aquel aquella esto eso ser soy eres es somos son era
eran fue fueron sido estar estoy estás está estamos están estaba estuvo haber he has ha hemos han
había hay hubo tener tengo tienes tiene tenemos tienen tenía tuvo hacer hago haces hace hacen hizo
hecho poder puedo puedes puede podemos pueden podía decir digo dices dice dicen dijo dicho ir voy
vas va vamos van iba ver veo ves ve ven vio visto dar doy da dan dio saber sé sabes sabe saben
querer quiero quieres quiere quieren llegar llega pasar pasa deber debe deben poner pone puesto
parecer parece quedar queda creer creo cree hablar habla hablo llevar lleva dejar deja seguir sigue
encontrar llamar llama venir viene vengo pensar piensa pienso salir sale volver vuelve tomar toma
conocer conozco vivir vive vivo sentir siente tratar trata mirar mira contar cuenta empezar empieza
esperar espera espero buscar busca entrar entra trabajar trabaja escribir escribe perder pierde
entender entiende pedir pide recordar terminar permitir aparecer conseguir comenzar servir sacar
necesitar necesito mantener leer lee caer cambiar abrir jugar juega comer come beber dormir comprar
pagar ayudar gracias hola adiós favor perdón bueno buena buenos buenas malo mala grande pequeño
nuevo nueva viejo vieja joven largo corto alto bajo fácil difícil bonito feo caliente frío rápido
lento feliz triste solo sola juntos primero segundo último uno dos tres cuatro cinco seis siete ocho
nueve diez cien mil tiempo año años día días semana mes hora minuto noche vez hombre mujer niño niña
hijo hija padre madre hermano hermana amigo amiga gente persona familia vida mundo país ciudad calle
casa puerta ventana mesa silla cama coche tren escuela maestro trabajo empresa jefe dinero precio
agua pan café leche vino cerveza perro gato animal árbol flor sol lluvia palabra lengua pregunta
respuesta problema razón parte final principio lado foto libro carta música película juego deporte
ojo mano cabeza corazón pie pierna brazo cara médico ayuda disputa computadora reputación artículo
vehículo cálculo ridículo círculo particular peculiar culpa
`,
  fr: `
le la les un une des du de au aux à en dans par pour sur sous avec sans chez entre vers depuis
pendant avant après contre jusque et ou où mais donc or ni car que qui quoi dont quand comme si
comment pourquoi combien quel quelle quels quelles ne pas plus jamais rien personne aussi encore
déjà toujours souvent parfois maintenant aujourd'hui hier demain bientôt tard tôt ici là loin près
dedans dehors bien mal mieux pire très trop assez peu beaucoup tout toute tous toutes quelque chaque
autre autres même mêmes tel je tu il elle on nous vous ils elles me te se moi toi lui eux leur leurs
y mon ma mes ton ta tes son sa ses notre nos votre vos ce cet cette ces ça cela ceci celui celle
ceux être suis es est sommes êtes sont était étais étaient été sera serait avoir ai as a avons avez
ont avait eu aura faire fais fait faisons font faisait fera dire dis dit disent aller vais vas va
allons allez vont allait voir vois voit vu savoir sais sait su pouvoir peux peut pouvons peuvent
pouvait pourrait vouloir veux veut voulons veulent voulait voudrais venir viens vient venu devoir
dois doit doivent devait falloir faut prendre prends prend pris trouver trouve donner donne parler
parle mettre mets met mis passer passe penser pense rester reste croire crois croit comprendre
comprends compris tenir tiens tient porter demander demande attendre attends sentir sens vivre vit
entendre entends rendre sortir sors sort écrire écris écrit lire lis lit connaître connais jouer
joue aimer aime manger mange boire bois dormir dors acheter payer aider aide chercher cherche perdre
perdu ouvrir ouvre fermer commencer commence finir fini travailler travaille apprendre apprends
arriver arrive partir pars parti tomber revenir montrer répondre changer servir courir bonjour
bonsoir salut merci pardon oui non peut-être bon bonne bons bonnes mauvais grand grande petit petite
nouveau nouvelle vieux vieille jeune long longue court haut bas facile difficile beau belle joli
chaud froid rapide lent heureux triste seul seule ensemble premier deuxième dernier prochain deux
trois quatre cinq six sept huit neuf dix cent mille temps an ans année jour jours semaine mois heure
minute nuit matin soir fois homme femme enfant enfants fils fille père mère frère sœur ami amie gens
famille vie monde pays ville rue maison porte fenêtre table chaise voiture train école professeur
travail entreprise chef argent prix eau pain café lait vin bière chien chat animal arbre fleur
soleil pluie neige mot langue question réponse problème raison partie fin début côté image livre
lettre musique film jeu sport œil yeux main tête cœur pied jambe bras visage médecin chose façon cas
point article culture calculer véhicule circuler particulier ridicule difficulté concert content
second connu conduire congé conseil habite arbitre orbite député réputation calendrier
`,
  ru: `
и в во не на я быть он с со что а по это она этот к ко но они мы весь который из у то за свой год от
так о об для ты же все всё тот мочь вы человек такой его ее её сказать только или ещё еще бы себя
один как уже до время если сам когда другой вот говорить наш мой знать стать при чтобы дело жизнь
кто первый очень два день новый рука даже раз где там под можно ну какой после их работа без самый
потом надо хотеть ли слово идти большой должен место иметь ничто тут здесь сейчас лицо друг нет
теперь ни глаз тоже тогда видеть вопрос через да каждый дом думать просто много сидеть сторона
потому голова делать между перед понять казаться жить понимать три рубль город вдруг почти земля
сделать конец именно последний никогда почему хорошо жена взять был была было были буду будет будут
будем есть меня мне мной тебя тебе тобой него нему ним ней нее нам нас нами вам вас вами им ими них
себе собой моя моё мои твой твоя твои наша наши ваш ваша ваши эта эти этой этого этому эту этих того
тому той тех та те всех всем всего какая какие кого кому чего чему чем кем могу можешь может можем
можете могут хочу хочешь хочет хотим хотят знаю знаешь знает думаю думаешь говорю говорит говорят
сказал сказала вижу видит иду идёт идет пойду пошёл пришёл делаю делает люблю любит любовь живу
живёт работаю работает понимаю помню надеюсь нужно нельзя привет здравствуйте пока спасибо
пожалуйста извините хороший хорошая плохой плохо лучше хуже маленький старый молодой длинный
короткий высокий низкий лёгкий трудный красивый горячий холодный быстрый быстро медленно рад грустно
вместе второй третий следующий четыре пять шесть семь восемь девять десять сто тысяча неделя месяц
час минута ночь утро вечер сегодня завтра вчера всегда иногда часто скоро рано поздно далеко близко
мужчина женщина ребёнок дети сын дочь отец мать мама папа брат сестра подруга люди семья мир страна
улица дверь окно стол стул кровать машина поезд школа учитель деньги цена вода хлеб кофе чай молоко
пиво собака кошка дерево цветок солнце дождь снег погода язык ответ проблема причина часть начало
книга письмо музыка фильм игра спорт сердце нога врач помощь хлеба рублей потребность употреблять
оскорблять корабль страховка застраховать небо требовать команда мандарин художник
`,
  ja: `
これ それ あれ どれ この その あの どの ここ そこ あそこ どこ こちら そちら あちら だれ 誰 なに 何 いつ なぜ どうして どう いくら いくつ わたし 私 僕 俺 あなた 君 彼
彼女 みんな 人 自分 です ます でした ました ません ある いる する なる 行く 来る 見る 聞く 言う 話す 読む 書く 食べる 飲む 寝る 起きる 買う 売る 待つ 会う 思う 考える
知る 分かる 使う 作る 出る 入る 持つ 立つ 座る 歩く 走る 帰る 働く 休む 遊ぶ 教える 習う 始まる 終わる 開ける 閉める 忘れる 覚える 好き 嫌い 上手 下手 いい 良い 悪い
大きい 小さい 新しい 古い 高い 安い 長い 短い 早い 速い 遅い 暑い 寒い 暖かい 冷たい 難しい 易しい 楽しい 嬉しい 悲しい 面白い 忙しい 近い 遠い 多い 少ない 今 今日 明日
昨日 朝 昼 夜 毎日 時間 分 年 月 日 週 一 二 三 四 五 六 七 八 九 十 百 千 万 男 女 子供 父 母 兄 姉 弟 妹 家族 友達 先生 学生 学校 会社 仕事 家 部屋 駅 電車
車 道 町 国 世界 日本 日本語 英語 言葉 本 映画 音楽 写真 電話 お金 水 お茶 ご飯 肉 魚 野菜 犬 猫 花 木 山 川 海 空 雨 雪 天気 手 足 目 耳 口 頭 心 体 気 話
問題 答え 質問 意味 名前 場所 前 後 上 下 中 外 右 左 隣 はい いいえ ありがとう すみません ごめんなさい おはよう こんにちは こんばんは さようなら お願いします とても もっと
たくさん 少し ちょっと 全部 また まだ もう すぐ 一緒 本当 大丈夫 でも しかし だから そして それから から まで より だけ など ばかり ながら かすか くずれる 必死 バカンス
カステラ カスタム チンパンジー マンション
`,
};
