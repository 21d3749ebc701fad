/**
 * Runs with their counts. Samples are counted by their last attempt, warm-ups aside; money counts in every call.
 * The mean quality is that of the scoring in force (`activeScoring.ts` has the rule): the grades, and for the run's own scoring
 * also the qualities that answers were stored with. Only final answers are graded, so the grades need no look at theirs.
 */
export const listSql = `
  WITH listed AS (SELECT * FROM runs ORDER BY started_at DESC, id LIMIT ?),
  candidates AS (
    SELECT run_id, id, trigger,
      row_number() OVER (PARTITION BY run_id ORDER BY coalesce(finished_at, created_at) DESC, id DESC) AS place
    FROM scorings WHERE run_id IN (SELECT id FROM listed) AND (trigger = 'run' OR status = 'finished')
  ),
  graded AS (
    SELECT active.run_id, trigger, total(quality) AS total, count(quality) AS count
    FROM candidates AS active LEFT JOIN grades ON grades.run_id = active.run_id AND scoring_id = active.id
    WHERE place = 1 GROUP BY active.run_id
  ),
  counted AS (
    SELECT listed.*, models,
      count(*) FILTER (WHERE final AND NOT warmup AND results.status <> 'cancelled') AS done,
      count(*) FILTER (WHERE final AND NOT warmup AND results.status = 'error') AS failed,
      coalesce(sum(cost_usd), 0) AS known_cost,
      count(*) FILTER (WHERE results.run_id IS NOT NULL AND cost_usd IS NULL) AS unknown_costs,
      total(quality) FILTER (WHERE final AND NOT warmup) AS total_quality,
      count(quality) FILTER (WHERE final AND NOT warmup) AS judged
    FROM listed
    LEFT JOIN run_details ON run_details.run_id = listed.id
    LEFT JOIN results ON results.run_id = listed.id
    GROUP BY listed.id
  )
  SELECT counted.*,
    CASE trigger
      WHEN 'rescore' THEN graded.total / graded.count
      WHEN 'run' THEN (total_quality + graded.total) / (judged + graded.count)
      ELSE total_quality / judged
    END AS mean_quality
  FROM counted LEFT JOIN graded ON graded.run_id = counted.id
  ORDER BY started_at DESC, counted.id`;
