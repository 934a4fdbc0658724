namespace RetailPulse.Tests.Chaos.Judgement;

/// <summary>A violation of the product's promise.</summary>
/// <param name="What">The job, its responses, and what is stored.</param>
internal sealed record Violation(Wrong Kind, string What);

/// <summary>The kinds of violations.</summary>
internal enum Wrong
{
    /// <summary>A job that was acknowledged or stored is missing, has not ended, or lacks a result.</summary>
    Lost,

    /// <summary>One submission created two jobs, one image has two results, or one job ended twice.</summary>
    Duplicated,

    /// <summary>There is a job, a visit or a result that no client requested.</summary>
    Invented,

    /// <summary>A result, a count or an end is wrong.</summary>
    Untrue,

    /// <summary>A status moved backwards, or changed after the end.</summary>
    Backwards,

    /// <summary>There was a response that the service must never send.</summary>
    Strange,

    /// <summary>The database contradicts itself.</summary>
    Contradictory,
}
