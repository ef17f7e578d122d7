namespace Strata.Platform.Ingest;

/// <summary>Tells once that something fails which is tried again, and once that it works again. Used by one thread.</summary>
/// <param name="failing">What cannot be done, as the beginning of a sentence.</param>
/// <param name="working">What is so again.</param>
/// <param name="notice">Told; null for nobody.</param>
internal sealed class Outage(string failing, string working, Action<string>? notice)
{
    private bool _isFailing;

    /// <summary>It failed.</summary>
    public void Failed(Exception fault)
    {
        if (!_isFailing)
        {
            _isFailing = true;
            notice?.Invoke($"{failing}, which is tried again: {fault.Message}");
        }
    }

    /// <summary>It was done.</summary>
    public void Worked()
    {
        if (_isFailing)
        {
            _isFailing = false;
            notice?.Invoke($"{working} again.");
        }
    }
}
