using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.OpenApi;

namespace RetailPulse.WebFrontend.V1.Stores;

/// <summary>Stores and their visits.</summary>
internal static class StoreOperations
{
    private const string Csv = "store_id,store_name,area_code\r\nS00339218,Juniper Corner Shop,700086\r\n";

    private static readonly StoreResponse Store = new("S00339218", "Juniper Corner Shop", "700086", StoreLinks.Of(PathString.Empty, "S00339218"));

    private static readonly StoreVisitsResponse Visits = new(
        "S00339218",
        "Juniper Corner Shop",
        "700086",
        new("https://images.example/shelf-front.jpg", Examples.Submitted, 1280, 960, 4480, 123, 0, 0),
        [new(123, 0, "2026-05-04T09:30:00Z", Examples.Submitted, 2, 1, 1, [new("http_404", 1)], new("/api/v1/jobs/123", "/api/v1/jobs/123/images?visit=0"))],
        null);

    private static readonly StoreMasterResponse Master =
        new(2, "upload", 4_944, Examples.Submitted, "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", null);

    private static readonly Problem InvalidMaster = new(
        400, "invalid_store_master", "The store master is broken and changed nothing.", [new FieldProblem("line 3", "1 fields, and the header has 3")]);

    public static readonly Operation[] All =
    [
        new("GET", "/api/v1/stores", "listStores", Tags.Stores, "Find stores", "By area and by a part of the id or name, in order of their ids.")
        {
            Fields =
            [
                Field.Text("area", "Only stores of exactly this area.", "700086"), Field.Text("q", "Only stores with this in their id or name, in whatever case.", "corner"), .. Field.Page,
            ],
            Answers = [new(200, "A page of stores.", Content.Json(new StoreListResponse([Store], null)))],
            Problems = [Examples.Query("page_size", "must be a whole number from 1 to 1000"), Examples.InternalError, Problem.Unavailable],
        },
        new("PUT", "/api/v1/stores", "putStoreMaster", Tags.Stores, "Bring a whole new store master", """
            Validated whole; if anything is wrong, it is refused with the first 100 wrong lines and changes nothing. Otherwise it counts at once on all silos and
            is on disk. Jobs keep the answers about their stores that they got when they began. The one that is in force already stays what it is. Repeat it under an
            `Idempotency-Key`, so that a master which came after it stays in force.
            """)
        {
            Fields = [Field.ChangeKey],
            Headers = [HeaderText.Replayed],
            Body = new("text/csv", Csv, """
                At most 32 MiB and 500,000 stores, in UTF-8, or in UTF-16 as spreadsheets write it; separated by commas, semicolons or tabs. The columns, in any
                order and case: `store_id`, `StoreID` or `Store ID`, and so on, `store_name`, and `area_code`. Whatever is not certain is refused with its line.
                """),
            Answers = [new(200, "The version in force.", Content.Json(Master))],
            Problems = [Examples.QueryOfNothing, Problem.InvalidIdempotencyKey, InvalidMaster, .. Examples.OfArrival, Problem.IdempotencyKeyConflict, Examples.InternalError, Problem.TooManyBodies, Problem.Unavailable],
        },
        new("GET", "/api/v1/stores/{id}", "getStore", Tags.Stores, "One store", "As the store master in force has it.")
        {
            Fields = [Field.StoreId],
            Answers = [new(200, "The store.", Content.Json(Store))],
            Problems = [Examples.QueryOfNothing, Problem.StoreNotFound, Examples.InternalError, Problem.Unavailable],
        },
        new("GET", "/api/v1/stores/{id}/visits", "listStoreVisits", Tags.Stores, "The visits of a store", """
            Of all jobs, newest first, with what failed and the last good image. Visits whose time is no date come last.
            """)
        {
            Fields = [Field.StoreId, .. Field.Page],
            Answers = [new(200, "A page of visits.", Content.Json(Visits))],
            Problems =
            [
                Examples.Query("page_token", "is no token of this list; repeat the query that answered it, or begin without one"), Problem.StoreNotFound,
                Examples.InternalError, Problem.Unavailable,
            ],
        },
        new("GET", "/api/v1/store-master", "getStoreMaster", Tags.Stores, "Which store master is in force", "And whether the file was refused.")
        {
            Answers = [new(200, "The version in force.", Content.Json(Master))],
            Problems = [Examples.QueryOfNothing, Examples.InternalError, Problem.Unavailable],
        },
    ];
}
