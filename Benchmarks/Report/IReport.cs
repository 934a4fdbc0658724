namespace RetailPulse.Benchmarks.Report;

/// <summary>The result of a measuring command.</summary>
internal interface IReport
{
    /// <summary>Whether every measurement succeeded.</summary>
    bool IsWhole => true;

    /// <summary>Prints to standard output.</summary>
    /// <param name="machine">On which it was measured.</param>
    void Print(Machine machine);
}
