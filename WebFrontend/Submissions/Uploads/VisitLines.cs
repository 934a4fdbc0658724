using System.Buffers;
using RetailPulse.Jobs;

namespace RetailPulse.WebFrontend.Submissions.Uploads;

/// <summary>Reads visits from the lines of one format. Lines without content are skipped.</summary>
internal abstract class VisitLines(FieldErrors errors)
{
    /// <summary>Maximum length of a visit, in bytes of its line or of its URLs: about 60,000 images.</summary>
    public const int MaxVisitLength = 4 * 1024 * 1024;

    private readonly List<(VisitSubmission Visit, long Line)> finished = [];

    /// <summary>Visits that were read, each with the number of its first line. The caller removes them.</summary>
    public List<(VisitSubmission Visit, long Line)> Finished => finished;

    /// <summary>Maximum length of a line, in bytes.</summary>
    public abstract int MaxLineLength { get; }

    /// <summary>Whether no further line can be read.</summary>
    public virtual bool Stopped => errors.More;

    protected FieldErrors Errors => errors;

    /// <summary>Reads a line. Invalid fields are reported, and are empty in the visit.</summary>
    public abstract void Take(ReadOnlySequence<byte> line);

    /// <summary>Finishes the last visit.</summary>
    public virtual void End() { }
}
