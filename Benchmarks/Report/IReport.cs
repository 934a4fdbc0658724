namespace RetailPulse.Benchmarks.Report;

/// <summary>What a command that measures has to tell.</summary>
internal interface IReport
{
    /// <summary>Nothing failed on the way.</summary>
    bool IsWhole => true;

    /// <summary>Prints to standard output.</summary>
    /// <param name="machine">On which it was measured.</param>
    void Print(Machine machine);
}
