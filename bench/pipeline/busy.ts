// Keeps a core busy until it is ended.
for (let spins = 0; ; spins += 1) Math.sqrt(spins);
