/** Words that need no explanation: whoever reads reports knows them. Any other word is explained in the glossary. */
export const PLAIN = `
about agree alike all also although among an another answer apart are askew at audit be beat beats belong belongs beside
better both brings by cannot caption captions cause check choose clearly comes compare compares could count counted
counts depends do does down drop each earlier endings equally every everybody exactly example explains export few file
files first fits folder from further get given glossary go guessing gz has have header here high hold holds hospital how
however i if image images in is it item items its keep known leave lessons lift like likely line list lists look lost
made make makes many may mean measured model models more most moves name named names nearest neighbouring neither new no
not nothing number numbers on one only or order other others over own packed page paired pairing per photos probably
program raise read repeats report reports reverse right row rows same sample save saved say says score’s see set sets
several share shared shifted should show shows so some spot stand strongest such sums takes tell ten tests text texts
than that their them then there these they this those tie to together told too top two up uses value varies vary way
ways whether which who with word words x-rays yet your zip
`;
