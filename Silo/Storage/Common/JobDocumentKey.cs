using System.Buffers.Binary;
using Orleans.Storage;

namespace RetailPulse.Silo.Storage.Common;

/// <summary>The key of a job's document in <c>OrleansStorage</c>.</summary>
/// <remarks>It is the key that the AdoNet provider of Orleans computes, so that either can read what the other has written.</remarks>
internal static class JobDocumentKey
{
    /// <summary>Value of <c>GrainTypeString</c>.</summary>
    public const string Type = "job";

    private static readonly OrleansDefaultHasher Hasher = new();

    /// <summary>Value of <c>GrainTypeHash</c>.</summary>
    public static readonly int TypeHash = Hasher.Hash([.. "job"u8]);

    /// <summary>Returns the value of <c>GrainIdHash</c>. The id itself is in <c>GrainIdN1</c>.</summary>
    public static int HashOf(long jobId)
    {
        var bytes = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, jobId);
        return Hasher.Hash(bytes);
    }

    /// <summary>Returns the exception for a document whose version is not the expected one.</summary>
    public static InconsistentStateException Conflict(long jobId) => new($"Another activation has written the document of job {jobId}.");
}
