namespace RetailPulse.Tests.Chaos.Judgement;

/// <summary>A promise that was broken.</summary>
/// <param name="What">The job, what was told of it, and what is stored.</param>
internal sealed record Violation(Wrong Kind, string What);

/// <summary>The ways to break the promise.</summary>
internal enum Wrong
{
    /// <summary>A job that was acknowledged, or is stored, is not there, has not ended, or lacks a result.</summary>
    Lost,

    /// <summary>One submission made two jobs, one image has two results, or one job ended twice.</summary>
    Duplicated,

    /// <summary>A job, a visit or a result that nobody asked for.</summary>
    Invented,

    /// <summary>A result, a count or an end that is not the true one.</summary>
    Untrue,

    /// <summary>A status that went backwards, or changed after the end.</summary>
    Backwards,

    /// <summary>An answer that the service may never give.</summary>
    Strange,
}
