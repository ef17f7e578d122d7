using Strata.Index.Entity.Data;
using Strata.Language.Bound;

namespace Strata.Index.Entity;

internal sealed partial class Evaluation
{
    /// <summary>
    /// The later steps of a sequence. What follows from a step and an instant does not depend on how that instant was reached, so each
    /// pair is worked out once.
    /// </summary>
    private sealed class Chain(Evaluation evaluation, IReadOnlyList<BoundStep> steps, DataRow scope)
    {
        private readonly Dictionary<(int Step, long From), Stable> _known = [];
        private readonly EventRow[]?[] _events = new EventRow[steps.Count][];

        /// <summary>Whether the steps from <paramref name="step"/> on can be taken after <paramref name="from"/>, the instant of the last that happened.</summary>
        public Stable Continues(int step, long from)
        {
            if (step == steps.Count)
            {
                return Stable.Always(true);
            }

            if (!_known.TryGetValue((step, from), out Stable result))
            {
                result = steps[step].Absent ? Absent(step, from) : Happens(step, from);
                _known.Add((step, from), result);
            }

            return result;
        }

        private Stable Happens(int step, long from)
        {
            Stable result = Stable.Always(false);
            foreach (EventRow candidate in Within(step, from))
            {
                Stable taken = Matches(step, candidate);
                if (!taken.SettlesAnd)
                {
                    taken = taken.And(Continues(step + 1, candidate.Instant));
                }

                result = result.Or(taken);
            }

            return result;
        }

        /// <summary>An absence is known only once its time has passed.</summary>
        private Stable Absent(int step, long from)
        {
            Stable happened = Stable.Always(false);
            foreach (EventRow candidate in Within(step, from))
            {
                happened = happened.Or(Matches(step, candidate));
            }

            Stable passed = Stable.From(from + steps[step].WithinMicroseconds, evaluation._now);
            Stable absent = passed.And(happened.Not());
            return absent.SettlesAnd ? absent : absent.And(Continues(step + 1, from));
        }

        private Stable Matches(int step, EventRow candidate)
        {
            Stable exists = Stable.From(candidate.Instant, evaluation._now);
            return steps[step].Where is { } where ? exists.And(evaluation.Truth(where, candidate)) : exists;
        }

        private IEnumerable<EventRow> Within(int step, long from)
        {
            EventRow[] events = _events[step] ??= [.. evaluation.RowsOf(steps[step].Source, scope).Cast<EventRow>()];
            long last = from + steps[step].WithinMicroseconds;
            for (int i = FirstAfter(events, from); i < events.Length && events[i].Instant <= last; i++)
            {
                yield return events[i];
            }
        }

        private static int FirstAfter(EventRow[] events, long instant)
        {
            int low = 0, high = events.Length;
            while (low < high)
            {
                int middle = (low + high) / 2;
                if (events[middle].Instant <= instant)
                {
                    low = middle + 1;
                }
                else
                {
                    high = middle;
                }
            }

            return low;
        }
    }
}
