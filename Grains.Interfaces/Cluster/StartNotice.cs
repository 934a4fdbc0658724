namespace RetailPulse.Cluster;

/// <summary>What an operator may have overlooked. It does not prevent the process from running.</summary>
/// <param name="Problem">What is wrong.</param>
/// <param name="Remedy">What to do about it.</param>
[GenerateSerializer, Immutable, Alias("start-notice")]
public sealed record StartNotice([property: Id(0)] string Problem, [property: Id(1)] string Remedy)
{
    /// <summary>Returns the text that is logged at start.</summary>
    public override string ToString() => $"{Problem} {Remedy}";
}
