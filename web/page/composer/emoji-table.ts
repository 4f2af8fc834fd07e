// Emoji with the shortcodes of Slack, Discord and GitHub. The first name of a line is the one that
// suggestions show.

export const table = `
😄 smile
😂 joy
🤣 rofl
😀 grinning
😃 smiley
😁 grin
😆 laughing satisfied
😅 sweat_smile
🙂 slightly_smiling_face slight_smile
🙃 upside_down_face upside_down
😉 wink
😊 blush
😇 innocent
🥰 smiling_face_with_three_hearts
😍 heart_eyes
🤩 star_struck
😘 kissing_heart
😋 yum
😛 stuck_out_tongue
😜 stuck_out_tongue_winking_eye
🤪 zany_face
🤗 hugs hugging_face
🤭 hand_over_mouth
🤫 shushing_face
🤔 thinking thinking_face
🤐 zipper_mouth_face
🤨 raised_eyebrow
😐 neutral_face
😑 expressionless
😶 no_mouth
😏 smirk
😒 unamused
🙄 roll_eyes rolling_eyes
😬 grimacing
😌 relieved
😔 pensive
😪 sleepy
😴 sleeping
😷 mask
🤒 face_with_thermometer
🤢 nauseated_face
🤮 vomiting_face
🤧 sneezing_face
🥵 hot_face
🥶 cold_face
🥴 woozy_face
😵 dizzy_face
🤯 exploding_head
🤠 cowboy_hat_face cowboy
🥳 partying_face
😎 sunglasses
🤓 nerd_face nerd
🧐 monocle_face
😕 confused
😟 worried
🙁 slightly_frowning_face
😮 open_mouth
😲 astonished
😳 flushed
🥺 pleading_face
😨 fearful
😰 cold_sweat
😢 cry
😭 sob
😱 scream
😞 disappointed
😓 sweat
😩 weary
😫 tired_face
🥱 yawning_face
😤 triumph
😡 rage pout
😠 angry
🤬 cursing_face
😈 smiling_imp
💀 skull
💩 poop hankey
🤡 clown_face clown
👻 ghost
👽 alien
🤖 robot
😺 smiley_cat
🙈 see_no_evil
🙉 hear_no_evil
🙊 speak_no_evil
❤️ heart
🧡 orange_heart
💛 yellow_heart
💚 green_heart
💙 blue_heart
💜 purple_heart
🖤 black_heart
🤍 white_heart
💔 broken_heart
💕 two_hearts
💖 sparkling_heart
💯 100
💥 boom collision
💫 dizzy
💦 sweat_drops
💤 zzz
👋 wave
👌 ok_hand
✌️ v victory_hand
🤞 crossed_fingers
🤟 love_you_gesture
🤘 metal
🤙 call_me_hand
👈 point_left
👉 point_right
👆 point_up_2
👇 point_down
👍 +1 thumbsup
👎 -1 thumbsdown
✊ fist
👊 facepunch punch
👏 clap
🙌 raised_hands
👐 open_hands
🤝 handshake
🙏 pray
✍️ writing_hand
💪 muscle
👀 eyes
🧠 brain
🤦 facepalm
🤷 shrug
🙋 raising_hand
🙇 bow
💁 tipping_hand_person
🏃 runner running
💃 dancer
🐶 dog
🐱 cat
🐭 mouse
🦊 fox_face
🐻 bear
🐼 panda_face
🐸 frog
🐵 monkey_face
🐔 chicken
🐧 penguin
🐦 bird
🦄 unicorn
🐝 bee honeybee
🐛 bug
🦋 butterfly
🐌 snail
🐢 turtle
🐍 snake
🐙 octopus
🐳 whale
🐬 dolphin
🌸 cherry_blossom
🌹 rose
🌻 sunflower
🌲 evergreen_tree
🌵 cactus
🍀 four_leaf_clover
🍎 apple
🍌 banana
🍉 watermelon
🍓 strawberry
🍕 pizza
🍔 hamburger
🍟 fries
🌮 taco
🍣 sushi
🍿 popcorn
🍩 doughnut
🍪 cookie
🎂 birthday
🍰 cake
🍫 chocolate_bar
☕ coffee
🍵 tea
🍺 beer
🍻 beers
🥂 clinking_glasses
🍷 wine_glass
🌍 earth_africa
🏠 house
🚗 car
🚲 bike
✈️ airplane
🚀 rocket
⏰ alarm_clock
⏳ hourglass_flowing_sand hourglass
☀️ sunny
🌙 crescent_moon
⭐ star
🌟 star2
☁️ cloud
🌈 rainbow
☔ umbrella
⚡ zap
❄️ snowflake
⛄ snowman
🔥 fire
🌊 ocean
🎃 jack_o_lantern
🎄 christmas_tree
✨ sparkles
🎈 balloon
🎉 tada
🎁 gift
🏆 trophy
🥇 first_place_medal
⚽ soccer
🏀 basketball
🎮 video_game
🎲 game_die
🎨 art
🎵 musical_note
🎶 notes
🎤 microphone
🎧 headphones
🎸 guitar
📱 iphone
💻 computer
📷 camera
💡 bulb
📚 books
💰 moneybag
✉️ email envelope
📦 package
✏️ pencil2
📌 pushpin
📎 paperclip
🔒 lock
🔑 key
🔨 hammer
⚙️ gear
🔗 link
🔔 bell
🔇 mute
🚨 rotating_light
⚠️ warning
⛔ no_entry
✅ white_check_mark
✔️ heavy_check_mark
❌ x
❓ question
❗ exclamation
➕ heavy_plus_sign
♻️ recycle
🆗 ok
🆒 cool
🏁 checkered_flag
🏳️‍🌈 rainbow_flag
`;
