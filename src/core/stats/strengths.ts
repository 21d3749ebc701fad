/** Points that each player has scored against each, row by row: wins, and half of the ties. */
export interface Scores {
  readonly players: number;
  readonly points: Float64Array;
}

/** Change of a log strength at which Newton's steps, which square the error, have come to rest. */
const tolerance = 1e-7;
const mostRounds = 100;
/** Of a log strength: longer steps may overshoot. */
const longestStep = 1;

/**
 * Log strengths β, mean 0, with P(i beats j) = 1/(1 + exp(βⱼ − βᵢ)): Bradley and Terry 1952, Biometrika 39:324, ties as half
 * a win for each. Who won (or lost) everything would be infinitely strong; so each is taken to have tied `priorGames` games with
 * an average player. One is the log-F(1, 1) prior of Greenland and Mansournia 2015, Statistics in Medicine 34:3133.
 *
 * By Newton's method, which Hunter 2004, Annals of Statistics 32:384, weighs against his MM algorithm: that one needs thousands
 * of rounds where players are nearly separated. `from`: the log strengths of a fit that is near.
 */
export function fitStrengths({ players, points }: Scores, priorGames: number, from?: Float64Array): Float64Array {
  const beta = from ? Float64Array.from(from) : new Float64Array(players);
  const met = points.map((won, k) => won + (points[(k % players) * players + Math.floor(k / players)] ?? 0));
  let longest = Infinity;
  for (let round = 0; round < mostRounds && longest > tolerance; round++) {
    const step = newtonStep(points, met, beta, priorGames);
    longest = step.reduce((most, v) => Math.max(most, Math.abs(v)), 0);
    const scale = Math.min(1, longestStep / longest);
    for (const [i, v] of step.entries()) beta[i] = (beta[i] ?? 0) + scale * v;
  }
  const mean = beta.reduce((sum, v) => sum + v, 0) / players;
  return beta.map((v) => v - mean);
}

/** Gradient and negated Hessian of the log likelihood, solved for the step. */
function newtonStep(points: Float64Array, met: Float64Array, beta: Float64Array, priorGames: number): Float64Array {
  const players = beta.length;
  const gradient = new Float64Array(players);
  const curvature = new Float64Array(players * players);
  for (let i = 0; i < players; i++) {
    const own = beta[i] ?? 0;
    const average = winning(own);
    let slope = priorGames * (0.5 - average);
    let bend = priorGames * average * (1 - average);
    for (let j = 0; j < players; j++) {
      const games = met[i * players + j] ?? 0;
      if (games === 0) continue;
      const p = winning(own - (beta[j] ?? 0));
      slope += (points[i * players + j] ?? 0) - games * p;
      bend += games * p * (1 - p);
      curvature[i * players + j] = -games * p * (1 - p);
    }
    gradient[i] = slope;
    curvature[i * players + i] = bend;
  }
  return solve(curvature, gradient);
}

function winning(lead: number): number {
  return 1 / (1 + Math.exp(-lead));
}

/** Solves a symmetric positive definite system in place, by elimination without pivots. */
function solve(matrix: Float64Array, right: Float64Array): Float64Array {
  const n = right.length;
  for (let k = 0; k < n; k++) {
    const pivot = matrix[k * n + k] ?? 1;
    for (let i = k + 1; i < n; i++) {
      const factor = (matrix[i * n + k] ?? 0) / pivot;
      if (factor === 0) continue;
      for (let j = k; j < n; j++) matrix[i * n + j] = (matrix[i * n + j] ?? 0) - factor * (matrix[k * n + j] ?? 0);
      right[i] = (right[i] ?? 0) - factor * (right[k] ?? 0);
    }
  }
  for (let i = n - 1; i >= 0; i--) {
    let rest = right[i] ?? 0;
    for (let j = i + 1; j < n; j++) rest -= (matrix[i * n + j] ?? 0) * (right[j] ?? 0);
    right[i] = rest / (matrix[i * n + i] ?? 1);
  }
  return right;
}
