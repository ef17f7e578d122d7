namespace Strata.Bench.Lookup;

/// <summary>What <see cref="LookupBench"/> measured.</summary>
/// <param name="Accounts">How many accounts there were.</param>
/// <param name="Segments">How many segments each answer was told of.</param>
/// <param name="Rate">Requests a second that were asked for.</param>
/// <param name="Answered">Requests a second that were answered.</param>
/// <param name="Seconds">How long.</param>
/// <param name="P50">The median, in milliseconds, from when a request was due until its answer was there.</param>
/// <param name="P99">99 of 100, in milliseconds.</param>
/// <param name="Max">The slowest, in milliseconds.</param>
/// <param name="ControlP50">The median of requests that are for nothing, sent by the same sender at the same rate: what is not the look-up's.</param>
/// <param name="ControlP99">99 of 100 of them.</param>
/// <param name="ControlMax">The slowest of them.</param>
/// <param name="Wrong">Answers that named another account than the one asked for, or failed.</param>
/// <param name="AnswerCost">What a look-up takes of processors.</param>
/// <param name="ControlCost">What a request for nothing does.</param>
/// <param name="FindsPerSecond">Look-ups a second of one core in process, in the best of many short blocks: account, segments and tier.</param>
/// <param name="AnswersPerSecond">Whole answers, as JSON, a second of one core in process.</param>
/// <param name="MemoryMib">How much memory the server held.</param>
/// <param name="Busy">What it was while visitors were identified.</param>
public sealed record LookupBenchReport(
    long Accounts,
    int Segments,
    int Rate,
    double Answered,
    double Seconds,
    double P50,
    double P99,
    double Max,
    double ControlP50,
    double ControlP99,
    double ControlMax,
    long Wrong,
    Cost AnswerCost,
    Cost ControlCost,
    double FindsPerSecond,
    double AnswersPerSecond,
    long MemoryMib,
    BusyLookups Busy);

/// <summary>Look-ups by domain, e-mail address, network address and visitor in turn, while visitors come in and are identified.</summary>
/// <param name="Identified">How many visitors were identified meanwhile.</param>
/// <param name="Answered">Requests a second that were answered.</param>
/// <param name="P50">The median, in milliseconds, from when a request was due until its answer was there.</param>
/// <param name="P99">99 of 100, in milliseconds.</param>
/// <param name="Max">The slowest, in milliseconds.</param>
/// <param name="Cost">What all of it takes of processors, by look-up.</param>
public sealed record BusyLookups(int Identified, double Answered, double P50, double P99, double Max, Cost Cost);

/// <summary>Processor time for a request, in microseconds.</summary>
/// <param name="Server">Of the server.</param>
/// <param name="Sender">Of who asks, which shares the processors with it.</param>
public sealed record Cost(double Server, double Sender);
