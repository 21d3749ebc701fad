/**
 * Counts of the run whose tables these are. Samples are counted by their last attempt, warm-ups aside; money counts in every call.
 * The mean quality is that of the scoring in force (`activeScoring.ts` has the rule): the grades, and for the run's own scoring
 * also the qualities that answers were stored with. Only final answers are graded, but one may have been made up for since.
 */
export const countsSql = `
  WITH active AS (
    SELECT id, trigger FROM scorings
    WHERE trigger = 'run' OR status = 'finished'
    ORDER BY CASE trigger WHEN 'run' THEN created_at ELSE coalesce(finished_at, created_at) END DESC, id DESC LIMIT 1
  ),
  graded AS (
    SELECT total(quality) AS total, count(quality) AS count FROM grades
    WHERE scoring_id = (SELECT id FROM active) AND attempt_id NOT IN (SELECT id FROM results WHERE final = 0)
  ),
  counted AS (
    SELECT
      count(*) FILTER (WHERE final AND NOT warmup AND status <> 'cancelled') AS done,
      count(*) FILTER (WHERE final AND NOT warmup AND status = 'error') AS failed,
      coalesce(sum(cost_usd), 0) AS known_cost,
      count(*) FILTER (WHERE cost_usd IS NULL) AS unknown_costs,
      total(quality) FILTER (WHERE final AND NOT warmup) AS total_quality,
      count(quality) FILTER (WHERE final AND NOT warmup) AS judged
    FROM results
  )
  SELECT counted.*,
    (SELECT models FROM run_details) AS models,
    CASE (SELECT trigger FROM active)
      WHEN 'rescore' THEN graded.total / graded.count
      WHEN 'run' THEN (total_quality + graded.total) / (judged + graded.count)
      ELSE total_quality / judged
    END AS mean_quality
  FROM counted, graded`;
