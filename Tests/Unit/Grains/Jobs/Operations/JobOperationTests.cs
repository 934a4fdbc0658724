using RetailPulse.Grains.Jobs.Operations;
using RetailPulse.Images;
using RetailPulse.Jobs;
using RetailPulse.Silo.Storage.Mapping;

namespace RetailPulse.Tests.Unit.Grains.Jobs.Operations;

/// <summary>Tests the state of operations.</summary>
public sealed class JobOperationTests
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    private static readonly JobFilter Filter = new(
        JobStatus.Failed,
        "S1",
        Noon,
        Noon.AddDays(1),
        "acme",
        "10",
        "May",
        JobMetadata.Of([new("order", "4711")]),
        Noon.AddDays(2),
        Noon.AddDays(3),
        ImageReason.Http404,
        "a.example",
        5,
        "text",
        JobIdSet.Of([7, 9, 7])
    );

    private static readonly JobOperation Begun = new(
        new JobOperationRequest(JobOperationKind.Retry, Filter, "acme", "back-office"),
        Noon,
        Before: 10
    )
    {
        Moment = "700:703:701",
    };

    [Fact]
    public void Planned_jobs_are_counted_and_the_next_ones_follow()
    {
        var planned = Begun.Count(new JobSelection(3, 30)).Next([new(9, 10, 0), new(7, 5, 1)], Noon);
        Assert.Equal(10, planned.Before);
        var recorded = planned.Record([10, null]);
        Assert.Equal((7, 2, 1, 10), (recorded.Before, recorded.Processed, recorded.Changed, recorded.ChangedImages));
        Assert.Empty(recorded.Plan);
        Assert.False(recorded.Ended);
        Assert.Equal(new JobSelection(3, 30), recorded.Progress.Selected);
    }

    [Fact]
    public void An_operation_ends_when_nothing_follows()
    {
        var ended = Begun.Next([], Noon.AddHours(1));
        Assert.Equal(Noon.AddHours(1), ended.EndedAt);
        Assert.Same(ended, ended.Next([new(9, 10, 0)], Noon));
    }

    [Fact]
    public void A_repeated_transition_changes_nothing()
    {
        var planned = Begun.Next([new(9, 10, 0)], Noon);
        Assert.Same(planned, planned.Next([new(8, 1, 0)], Noon));
        var recorded = planned.Record([10]);
        Assert.Same(recorded, recorded.Record([10]));
        var counted = Begun.Count(new JobSelection(1, 1));
        Assert.Equal(counted, counted.Count(new JobSelection(2, 2)));
    }

    [Fact]
    public void An_operation_of_schema_1_has_no_moment()
    {
        var read = new DocumentSerializer()
            .Deserialize<StoredJobOperation>(
                BinaryData.FromString(
                    """{"schema":1,"kind":"cancel","filter":{"store":"S1"},"tenant":"acme","by":null,"created_at":"2026-05-04T12:00:00+00:00","before":10,"selected_jobs":3,"selected_images":30,"plan":[{"job_id":9,"images":10,"run":2}],"processed":0,"changed":0,"changed_images":0,"ended_at":null}"""
                )
            )!
            .ToOperation();
        Assert.Equal(
            new JobOperation(
                new JobOperationRequest(JobOperationKind.Cancel, new JobFilter(Store: "S1", Ids: JobIdSet.Of([])), "acme"),
                Noon,
                Before: 10,
                new JobSelection(3, 30)
            ),
            read with
            {
                Plan = [],
            }
        );
        Assert.Equal([new PlannedJob(9, 10, 2)], read.Plan);
    }

    [Fact]
    public void A_filter_with_every_property_survives_its_document()
    {
        Assert.All(typeof(JobFilter).GetProperties(), property => Assert.NotNull(property.GetValue(Filter)));
        var planned = Begun.Count(new JobSelection(3, 30)).Next([new(9, 10, 2)], Noon);
        var serializer = new DocumentSerializer();
        var read = serializer.Deserialize<StoredJobOperation>(serializer.Serialize(StoredJobOperation.From(planned)))!.ToOperation();
        Assert.Equal(planned with { Plan = [] }, read with { Plan = [] });
        Assert.Equal(planned.Plan, read.Plan);
    }
}
