using RetailPulse.WebFrontend.OpenApi;

namespace RetailPulse.WebFrontend.V1.Jobs;

/// <summary>Examples of jobs and images.</summary>
internal static class JobExamples
{
    public static readonly RepeatedPhotoResponse Repeated = new(4, 1, "S00339218", new(98, 0, 2, "S01408764"));

    public static readonly JobResponse Ongoing = new(
        123,
        "ongoing",
        Examples.Submitted,
        null,
        5,
        new(20, 6, 4, 10, 0, 0, new(2, 0, 1, 1, Examples.Submitted.AddSeconds(5))),
        12.5,
        1,
        Examples.Submitted.AddSeconds(3),
        new(0, []),
        new(0, true, []),
        null,
        JobLinks.Of(PathString.Empty, 123),
        Examples.Label,
        Examples.Metadata,
        Examples.KeyName,
        Examples.Submitted,
        null,
        null,
        new(1, [new(1, Examples.Submitted, Examples.KeyName, 2, null, null)])
    );

    public static readonly JobResponse Failed = new(
        123,
        "failed",
        Examples.Submitted,
        Examples.Ended,
        5,
        new(20, 0, 0, 18, 2, 0, null),
        0.48,
        null,
        null,
        new(1, [new("http_404", "images.example", 2)]),
        new(1, true, [Repeated]),
        null,
        JobLinks.Of(PathString.Empty, 123),
        Examples.Label,
        Examples.Metadata,
        Examples.KeyName,
        Examples.Submitted,
        null,
        null,
        new(0, [])
    );

    public static readonly JobResponse Cancelled = new(
        123,
        "cancelled",
        Examples.Submitted,
        Examples.Ended,
        5,
        new(20, 0, 0, 10, 0, 10, null),
        0.24,
        null,
        null,
        new(0, []),
        new(0, true, []),
        null,
        JobLinks.Of(PathString.Empty, 123),
        null,
        Examples.NoMetadata,
        null,
        Examples.Submitted,
        Examples.Ended,
        null,
        new(0, [])
    );

    public static readonly ImageResponse Measured = new(
        0,
        0,
        "S00339218",
        "2026-05-04T09:30:00Z",
        "https://images.example/shelf-front.jpg",
        "measured",
        null,
        "jpeg",
        1280,
        960,
        4480,
        371_204,
        2,
        ["timeout"],
        312,
        Examples.Ended,
        "5d7b0a2f9c1e4863b0d2f4a6c8e0f1a3",
        null,
        123,
        "Juniper Corner Shop",
        "700086",
        "photo-17",
        "visit-7"
    );

    public static readonly ImageResponse Gone = new(
        0,
        1,
        "S00339218",
        "2026-05-04T09:30:00Z",
        "https://images.example/shelf-left.jpg",
        "failed",
        "http_404",
        null,
        null,
        null,
        null,
        0,
        1,
        [],
        28,
        Examples.Ended,
        null,
        null,
        123,
        "Juniper Corner Shop",
        "700086",
        "photo-18",
        "visit-7"
    );

    public static readonly ImageResponse Waiting = new(
        1,
        0,
        "S00339218",
        "2026-05-04T09:30:00Z",
        "https://images.example/shelf-right.jpg",
        "pending",
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        new(1, "http_429", "host", "https://images.example", Examples.Submitted.AddSeconds(5)),
        123,
        "Juniper Corner Shop",
        "700086",
        null,
        "visit-7"
    );
}
